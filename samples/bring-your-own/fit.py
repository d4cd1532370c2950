"""A classifier as a command: a small PyTorch CNN. See docs/guide/bring-your-own.md.

python fit.py --train train.npz --test test.npz --predictions predictions.npy --steps 1000 --seed 1
"""
import argparse
import json
import os

import numpy
import torch
from torch import nn


def tensors(images):
    """uint8 (N, H, W) or (N, H, W, 3) to float (N, C, H, W) in 0 to 1."""
    images = torch.from_numpy(images).float() / 255
    return images[:, None] if images.ndim == 3 else images.permute(0, 3, 1, 2).contiguous()


def batches(marks, batch_size, share, steps, generator):
    """Rows of every batch: `share` of them marked as synthetic, the rest not; where share is null, any."""
    if share is None:
        groups = [(torch.arange(len(marks)), batch_size)]
    else:
        added = round(share * batch_size)
        groups = [(torch.nonzero(marks == 0)[:, 0], batch_size - added), (torch.nonzero(marks == 1)[:, 0], added)]
    waiting = [torch.empty(0, dtype=torch.long) for _ in groups]
    for _ in range(steps):
        rows = []
        for i, (members, count) in enumerate(groups):
            while len(waiting[i]) < count:
                order = torch.randperm(len(members), generator=generator)
                waiting[i] = torch.cat([waiting[i], members[order]])
            rows.append(waiting[i][:count])
            waiting[i] = waiting[i][count:]
        yield torch.cat(rows)


def network(channels, height, width, classes):
    return nn.Sequential(
        nn.Conv2d(channels, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(32 * (height // 4) * (width // 4), 64), nn.ReLU(), nn.Linear(64, classes))


def main():
    parser = argparse.ArgumentParser()
    for name in ("train", "test", "predictions"):
        parser.add_argument(f"--{name}", required=True)
    for name in ("steps", "seed"):
        parser.add_argument(f"--{name}", type=int, required=True)
    args = parser.parse_args()
    folder = os.path.dirname(os.path.abspath(args.predictions))
    task = json.load(open(os.path.join(folder, "task.json")))
    torch.set_num_threads(task["threads"])
    torch.manual_seed(args.seed)

    train = numpy.load(args.train)
    images, labels = tensors(train["images"]), torch.from_numpy(train["labels"])
    marks, weights = torch.from_numpy(train["synthetic"]), torch.from_numpy(train["weights"])
    model = network(task["channels"], task["height"], task["width"], len(task["class_names"]))
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-3)
    generator = torch.Generator().manual_seed(args.seed)
    steps = 0
    for rows in batches(marks, task["batch_size"], task["synthetic_share"], args.steps, generator):
        optimiser.zero_grad()
        losses = nn.functional.cross_entropy(model(images[rows]), labels[rows], reduction="none")
        loss = (losses * weights[rows]).sum() / weights[rows].sum()
        loss.backward()
        optimiser.step()
        steps += 1
        if steps % 50 == 0:
            print(f"progress {steps / args.steps:.3f} step {steps}, loss {loss.item():.4f}", flush=True)

    model.eval()
    with torch.no_grad():
        test = tensors(numpy.load(args.test)["images"])
        probabilities = torch.cat([model(part).softmax(1) for part in test.split(500)])
    numpy.save(args.predictions, probabilities.numpy())
    with open(os.path.join(folder, "report.json"), "w") as file:
        json.dump({"steps": steps, "versions": {"torch": torch.__version__, "numpy": numpy.__version__}}, file)


if __name__ == "__main__":
    main()
