"""The conditional GAN of eriklindernoren/PyTorch-GAN, implementations/cgan/cgan.py."""

import torch
from torch import nn
from torch.nn import functional

import common
from common import CLASSES

PIXELS = 32 * 32


class EmbeddedNetwork(nn.Module):
    """Layers over a learned embedding of the label beside the flattened input."""

    def __init__(self, *layers):
        super().__init__()
        self.embedding, self.layers = nn.Embedding(CLASSES, CLASSES), nn.Sequential(*layers)

    def forward(self, x, labels):
        return self.layers(torch.cat([self.embedding(labels), x.flatten(1)], 1))


def normed(inputs, outputs):
    """With the original's epsilon of 0.8."""
    return nn.Linear(inputs, outputs), nn.BatchNorm1d(outputs, eps=0.8), nn.LeakyReLU(0.2)


def squared_error(verdicts, target):
    return functional.mse_loss(verdicts, torch.full_like(verdicts, target))


class MlpCgan(common.Design):
    """PyTorch-GAN's conditional GAN: fully connected, label embeddings, least-squares loss, 32 x 32."""

    name = "pytorch-mlp-cgan"
    side, lowest = 32, -1.0

    def __init__(self, data):
        generator = EmbeddedNetwork(
            nn.Linear(CLASSES + self.latent, 128), nn.LeakyReLU(0.2), *normed(128, 256), *normed(256, 512), *normed(512, 1024),
            nn.Linear(1024, PIXELS), nn.Tanh(), nn.Unflatten(1, (1, 32, 32)))
        discriminator = EmbeddedNetwork(
            nn.Linear(CLASSES + PIXELS, 512), nn.LeakyReLU(0.2),
            nn.Linear(512, 512), nn.Dropout(0.4), nn.LeakyReLU(0.2),
            nn.Linear(512, 512), nn.Dropout(0.4), nn.LeakyReLU(0.2), nn.Linear(512, 1))
        super().__init__(generator, discriminator, data, lambda parameters: torch.optim.Adam(parameters, 2e-4, (0.5, 0.999)))

    def step(self):
        real, labels = self.data.next()
        fake_labels = self.random_labels()
        fakes = self.fakes(fake_labels)
        generator_loss = common.update(self.generator_optimiser, squared_error(self.discriminator(fakes, fake_labels), 1.0))
        on_real = squared_error(self.discriminator(real, labels), 1.0)
        on_fakes = squared_error(self.discriminator(fakes.detach(), fake_labels), 0.0)
        return common.update(self.discriminator_optimiser, (on_real + on_fakes) / 2), generator_loss


if __name__ == "__main__":
    common.run(MlpCgan)
