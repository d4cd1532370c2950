"""The conditional GAN of keras-team/keras-io, examples/generative/conditional_gan.py, in PyTorch."""

import torch
from torch import nn
from torch.nn import functional

import common
from common import CLASSES, LabelledNetwork

MAPS = 128 + CLASSES


class KerasCgan(common.Design):
    """Keras' conditional GAN: no batch norm, a small discriminator with a global maximum, Adam at 3e-4."""

    name = "pytorch-keras-cgan"
    latent = 128

    def __init__(self, data):
        generator = LabelledNetwork(
            nn.Linear(MAPS, 7 * 7 * MAPS), nn.LeakyReLU(0.2), nn.Unflatten(1, (MAPS, 7, 7)),
            nn.ConvTranspose2d(MAPS, 128, 4, 2, 1), nn.LeakyReLU(0.2),
            nn.ConvTranspose2d(128, 128, 4, 2, 1), nn.LeakyReLU(0.2),
            nn.Conv2d(128, 1, 7, padding=3), nn.Sigmoid())
        discriminator = LabelledNetwork(
            nn.Conv2d(1 + CLASSES, 64, 3, 2, 1), nn.LeakyReLU(0.2),
            nn.Conv2d(64, 128, 3, 2, 1), nn.LeakyReLU(0.2),
            nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(128, 1))
        super().__init__(
            common.keras_weights(generator), common.keras_weights(discriminator), data,
            lambda parameters: torch.optim.Adam(parameters, 3e-4, (0.9, 0.999), eps=1e-7))

    def step(self):
        real, labels = self.data.next()
        with torch.no_grad():
            fakes = self.fakes(labels)
        verdicts = self.discriminator(torch.cat([fakes, real]), torch.cat([labels, labels]))
        targets = torch.cat([torch.ones(self.batch, 1), torch.zeros(self.batch, 1)])  # 1 stands for fake
        discriminator_loss = common.update(self.discriminator_optimiser, functional.binary_cross_entropy_with_logits(verdicts, targets))
        verdicts = self.discriminator(self.fakes(labels), labels)
        return discriminator_loss, common.update(self.generator_optimiser, common.cross_entropy(verdicts, 0.0))


if __name__ == "__main__":
    common.run(KerasCgan)
