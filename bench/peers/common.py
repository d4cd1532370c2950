"""What the designs of this folder share: data, the clock, and the samples they leave behind."""

import argparse
import math
import pathlib
import struct
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional

CLASSES = 10
SAMPLES = 10_000
SAMPLE_BATCH = 500


class LabelledNetwork(nn.Module):
    """Layers over an input that the one-hot label is joined to: beside a vector, or as maps beside an image's channels."""

    def __init__(self, *layers):
        super().__init__()
        self.layers = nn.Sequential(*layers)

    def forward(self, x, labels):
        beside = functional.one_hot(labels, CLASSES).float()
        if x.dim() == 4:
            beside = beside.view(-1, CLASSES, 1, 1).expand(-1, -1, x.shape[2], x.shape[3])
        return self.layers(torch.cat([x, beside], 1))


def keras_weights(network):
    """Keras' initial weights: Glorot uniform, biases zero."""
    for parameter in network.parameters():
        if parameter.dim() > 1:
            nn.init.xavier_uniform_(parameter)
        else:
            nn.init.zeros_(parameter)
    return network


def cross_entropy(logits, target):
    """Binary cross-entropy of verdicts that should all be the target."""
    return functional.binary_cross_entropy_with_logits(logits, torch.full_like(logits, target))


def update(optimiser, loss):
    """One optimiser step down a loss; returns the loss."""
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    return loss.item()


class Design:
    """A conditional GAN. A subclass sets what is named here, and defines step()."""

    name = None
    side = 28  # height and width it works in
    lowest = 0.0  # what black is; white is 1
    batch = 64
    critic_steps = 1
    latent = 100

    def __init__(self, generator, discriminator, data, new_optimiser):
        self.generator, self.discriminator, self.data = generator, discriminator, data
        self.generator_optimiser = new_optimiser(generator.parameters())
        self.discriminator_optimiser = new_optimiser(discriminator.parameters())

    def fakes(self, labels):
        return self.generator(torch.randn(len(labels), self.latent), labels)

    def random_labels(self):
        return torch.randint(0, CLASSES, (self.batch,))

    def step(self):
        """One generator update with its discriminator updates; returns both losses."""
        raise NotImplementedError

    @torch.no_grad()
    def sample(self, labels):
        """One 28 x 28 uint8 image per label."""
        self.generator.eval()
        parts = []
        for part in labels.split(SAMPLE_BATCH):
            unit = (self.fakes(part) - self.lowest) / (1 - self.lowest)
            parts.append(resized(unit, 28).mul(255).round().clamp(0, 255).to(torch.uint8))
        self.generator.train()
        return torch.cat(parts)[:, 0].numpy()


class Batches:
    """All images at once as float32; a new order every epoch, a partial batch at its end dropped."""

    def __init__(self, images, labels, design):
        unit = resized(torch.from_numpy(images)[:, None].float() / 255, design.side)
        self.images, self.labels = design.lowest + (1 - design.lowest) * unit, torch.from_numpy(labels)
        self.batch, self.place = design.batch, len(labels)

    def next(self):
        if self.place + self.batch > len(self.labels):
            self.order, self.place = torch.randperm(len(self.labels)), 0
        rows = self.order[self.place : self.place + self.batch]
        self.place += self.batch
        return self.images[rows], self.labels[rows]


def resized(images, side):
    if images.shape[3] == side:
        return images
    return functional.interpolate(images, size=(side, side), mode="bilinear", align_corners=False)


def read(path):
    """Images uint8 [N, 28, 28] and labels int64 [N] from an .npz, or from an IDX image file with its labels beside it."""
    if path.suffix == ".npz":
        file = np.load(path)
        images, labels = ("images", "labels") if "images" in file else ("x_train", "y_train")
        return file[images], file[labels].astype(np.int64)
    return idx(path), idx(path.with_name(path.name.replace("images-idx3", "labels-idx1"))).astype(np.int64)


def idx(path):
    content = path.read_bytes()
    shape = struct.unpack_from(f">{content[3]}I", content, 4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * len(shape)).reshape(shape).copy()


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--data", type=pathlib.Path, required=True, help=".npz (images and labels, or x_train and y_train) or IDX image file")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="folder of the samples")
    parser.add_argument("--minutes", type=float, default=10, help="training at most, without drawing samples")
    parser.add_argument("--first", type=int, default=100, help="generator updates before the first samples")
    parser.add_argument("--growth", type=float, default=1.5, help="next samples after so many times the updates")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def run(design_class):
    """Trains against the clock and writes samples on the way."""
    options = arguments(design_class.__doc__)
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    design = design_class(Batches(*read(options.data), design_class))
    updates, seconds, written, due = 0, 0.0, 0, options.first
    while seconds < 60 * options.minutes:
        start = time.perf_counter()
        losses = design.step()
        seconds += time.perf_counter() - start
        updates += 1
        if not all(map(math.isfinite, losses)):
            raise SystemExit(f"{design.name}: losses {losses} at update {updates}")
        if updates == due:
            write(design, updates, seconds, options.out)
            written, due = updates, math.ceil(due * options.growth)
    if updates != written:
        write(design, updates, seconds, options.out)


def write(design, updates, seconds, folder):
    labels = torch.arange(SAMPLES) % CLASSES
    np.savez_compressed(
        folder / f"{design.name}-{updates:07d}.npz",
        images=design.sample(labels),
        labels=labels.numpy(),
        design=np.array([design.name]),
        updates=np.array([updates]),
        seconds=np.array([seconds]),
        images_per_update=np.array([design.batch * design.critic_steps]),
        generator_parameters=np.array([weights(design.generator)]),
        discriminator_parameters=np.array([weights(design.discriminator)]),
    )
    print(f"{design.name}: {updates} updates, {seconds:.1f} s", flush=True)


def weights(network):
    return sum(parameter.numel() for parameter in network.parameters())
