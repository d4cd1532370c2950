"""A generator as a command: a small conditional GAN in PyTorch. See docs/guide/bring-your-own.md.

python3 train_and_sample.py --train train.npz --counts counts.json --out synthetic.npz --report report.json --seed 1
"""
import argparse
import json

import numpy
import torch
from torch import nn

LATENT = 32


def tensors(images):
    """uint8 (N, H, W) or (N, H, W, 3) to float (N, C, H, W) in -1 to 1."""
    images = torch.from_numpy(images).float() / 127.5 - 1
    return images[:, None] if images.ndim == 3 else images.permute(0, 3, 1, 2).contiguous()


class Generator(nn.Module):
    def __init__(self, shape, classes, maps=32):
        super().__init__()
        channels, height, width = shape
        self.first = (2 * maps, (height + 3) // 4, (width + 3) // 4)
        self.size = (height, width)
        self.label = nn.Embedding(classes, LATENT)
        self.project = nn.Linear(2 * LATENT, 2 * maps * self.first[1] * self.first[2])
        self.body = nn.Sequential(
            nn.BatchNorm2d(2 * maps), nn.ReLU(), nn.ConvTranspose2d(2 * maps, maps, 4, 2, 1),
            nn.BatchNorm2d(maps), nn.ReLU(), nn.ConvTranspose2d(maps, channels, 4, 2, 1), nn.Tanh())

    def forward(self, latents, labels):
        maps = self.project(torch.cat([latents, self.label(labels)], 1)).view(-1, *self.first)
        return self.body(maps)[:, :, :self.size[0], :self.size[1]]


class Discriminator(nn.Module):
    """Judges an image for its class: the features of the image meet those of the label."""

    def __init__(self, shape, classes, maps=32):
        super().__init__()
        channels, height, width = shape
        self.body = nn.Sequential(
            nn.Conv2d(channels, maps, 4, 2, 1), nn.LeakyReLU(0.2), nn.Conv2d(maps, 2 * maps, 4, 2, 1),
            nn.LeakyReLU(0.2), nn.Flatten(), nn.Linear(2 * maps * (height // 4) * (width // 4), 64), nn.LeakyReLU(0.2))
        self.real, self.label = nn.Linear(64, 1), nn.Embedding(classes, 64)

    def forward(self, images, labels):
        features = self.body(images)
        return self.real(features)[:, 0] + (features * self.label(labels)).sum(1)


def train(images, labels, classes, steps, batch):
    generator, critic = Generator(images.shape[1:], classes), Discriminator(images.shape[1:], classes)
    g_step = torch.optim.Adam(generator.parameters(), 5e-4, (0.5, 0.99))
    d_step = torch.optim.Adam(critic.parameters(), 5e-4, (0.5, 0.99))
    softplus = nn.functional.softplus
    for step in range(steps):
        rows = torch.randint(len(images), (batch,))
        y = labels[rows]
        fake = generator(torch.randn(batch, LATENT), y)
        d_loss = softplus(-critic(images[rows], y)).mean() + softplus(critic(fake.detach(), y)).mean()
        d_step.zero_grad()
        d_loss.backward()
        d_step.step()
        g_loss = softplus(-critic(fake, y)).mean()
        g_step.zero_grad()
        g_loss.backward()
        g_step.step()
        if step % 20 == 0:
            print(f"progress {step / steps:.2f} loss {g_loss.item():.2f}", flush=True)
    return generator.eval()


def main():
    parser = argparse.ArgumentParser()
    for name in ("train", "counts", "out", "report"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--batch", type=int, default=64)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)

    data = numpy.load(args.train)
    names = [str(name) for name in data["class_names"]]
    images, labels = tensors(data["images"]), torch.from_numpy(data["labels"])
    generator = train(images, labels, len(names), args.steps, args.batch)

    wanted = json.load(open(args.counts))  # {"class name": how many}
    asked = torch.cat([torch.full((wanted.get(name, 0),), c, dtype=torch.long) for c, name in enumerate(names)])
    with torch.no_grad():
        drawn = torch.cat([generator(torch.randn(len(part), LATENT), part) for part in asked.split(500)])
    pixels = ((drawn + 1) * 127.5).round().clamp(0, 255).byte().permute(0, 2, 3, 1).numpy()
    if pixels.shape[3] == 1:
        pixels = pixels[..., 0]
    numpy.savez(args.out, images=pixels, labels=asked.numpy(), class_names=numpy.array(names))
    json.dump({"versions": {"torch": torch.__version__, "numpy": numpy.__version__}}, open(args.report, "w"))


if __name__ == "__main__":
    main()
