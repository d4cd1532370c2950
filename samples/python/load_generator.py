"""A generator that `mintage export my-gan --to generator.safetensors` wrote, in PyTorch.

    python load_generator.py generator.safetensors images.npz [images of each class]

Writes images, uint8 (N, H, W) or (N, H, W, 3), and labels, int64 (N): a data set that Mintage reads.
Images differ from Mintage's by at most 1.2e-6 (16 networks of random weights, PyTorch 1.13).
"""

import json
import sys

import torch
from torch import nn

import mintage_safetensors


class ConditionalBatchNorm2d(nn.Module):
    """Batch norm with a gain and a bias of its own for every class."""

    def __init__(self, features, classes):
        super().__init__()
        self.norm = nn.BatchNorm2d(features, affine=False)
        self.gain = nn.Parameter(torch.ones(classes, features))
        self.bias = nn.Parameter(torch.zeros(classes, features))

    def forward(self, x, labels):
        return self.norm(x) * self.gain[labels][:, :, None, None] + self.bias[labels][:, :, None, None]


class Generator(nn.Module):
    """Takes latents, float32 (N, latent_dimension), and labels, int64 (N); gives images, float32 (N, C, H, W) in -1 ... 1."""

    def __init__(self, shape, conditioning, hidden):
        super().__init__()
        self.classes, self.levels = shape["classes"], shape["levels"]
        self.latent_dimension = shape["latent_dimension"]
        self.concatenated = conditioning == "concatenated"
        self.lowest = (shape["height"] >> self.levels, shape["width"] >> self.levels)
        # Feature maps from the lowest resolution up: ..., 4F, 2F, F, F.
        self.maps = [shape["filters"] << max(0, self.levels - i - 2) for i in range(self.levels)]
        inputs = self.latent_dimension + (self.classes if self.concatenated else 0)
        self.has_hidden = hidden > 0
        if self.has_hidden:
            self.hidden = nn.Linear(inputs, hidden, bias=False)
            self.norm0 = self._norm(hidden)
        self.project = nn.Linear(hidden or inputs, self.maps[0] * self.lowest[0] * self.lowest[1], bias=False)
        for i, maps in enumerate(self.maps, start=1):
            last = i == self.levels
            self.add_module(f"norm{i}", self._norm(maps))
            self.add_module(f"up{i}", nn.ConvTranspose2d(
                maps, shape["channels"] if last else self.maps[i], 4, stride=2, padding=1, bias=last))

    def forward(self, latents, labels):
        x = torch.cat([latents, nn.functional.one_hot(labels, self.classes).float()], 1) if self.concatenated else latents
        if self.has_hidden:
            x = self._rectified(self.norm0, self.hidden(x)[:, :, None, None], labels).flatten(1)
        x = self.project(x).reshape(-1, self.maps[0], *self.lowest)
        for i in range(1, self.levels + 1):
            x = getattr(self, f"up{i}")(self._rectified(getattr(self, f"norm{i}"), x, labels))
        return x.tanh()

    def _norm(self, maps):
        return nn.BatchNorm2d(maps) if self.concatenated else ConditionalBatchNorm2d(maps, self.classes)

    def _rectified(self, norm, x, labels):
        return (norm(x) if self.concatenated else norm(x, labels)).relu()


def load(path):
    """Returns the generator in evaluation mode and its facts, among them class_names."""
    tensors, metadata = mintage_safetensors.read(path)
    facts = json.loads(metadata["mintage_generator"])
    network = Generator(facts["shape"], facts["conditioning"], facts["hidden"])
    network.load_state_dict(tensors)  # strict: every name and shape must fit
    return network.eval(), facts


def to_pixels(images):
    """Float32 (N, C, H, W) in -1 ... 1 to uint8 (N, H, W) or (N, H, W, 3)."""
    pixels = ((images + 1) * 127.5).round().clamp(0, 255).to(torch.uint8).permute(0, 2, 3, 1)
    return pixels.squeeze(3) if pixels.shape[3] == 1 else pixels


if __name__ == "__main__":
    import numpy

    network, facts = load(sys.argv[1])
    per_class = int(sys.argv[3]) if len(sys.argv) > 3 else 10
    labels = torch.arange(network.classes).repeat_interleave(per_class)
    with torch.no_grad():
        pixels = to_pixels(network(torch.randn(len(labels), network.latent_dimension), labels))
    numpy.savez(sys.argv[2], images=pixels.numpy(), labels=labels.numpy(), class_names=facts["class_names"])
    print(f"{len(labels)} images in {sys.argv[2]}")
