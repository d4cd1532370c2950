"""WGAN-GP with the MNIST networks of igul222/improved_wgan_training, gan_mnist.py, with labels added."""

import math

import torch
from torch import nn

import common
from common import CLASSES, LabelledNetwork

WIDTH = 64
PENALTY_WEIGHT = 10


def he_weights(network):
    """Uniform with variance 4 / (fan in + fan out), of which stride 2 leaves a quarter; linear layers Glorot."""
    common.keras_weights(network)
    for weight in network.parameters():
        if weight.dim() == 4:
            bound = math.sqrt(12 / (weight.shape[2] * weight.shape[3] * (weight.shape[0] / 4 + weight.shape[1])))
            nn.init.uniform_(weight, -bound, bound)
    return network


class WganGp(common.Design):
    """WGAN-GP: five critic steps, no batch norm; the label joins latent and image."""

    name = "pytorch-igul-wgan-gp"
    batch, critic_steps, latent = 50, 5, 128

    def __init__(self, data):
        generator = LabelledNetwork(
            nn.Linear(self.latent + CLASSES, 4 * 4 * 4 * WIDTH), nn.ReLU(), nn.Unflatten(1, (4 * WIDTH, 4, 4)),
            # The original makes 8 x 8 of these and cuts off the last row and column.
            nn.ConvTranspose2d(4 * WIDTH, 2 * WIDTH, 5, 2, 2), nn.ReLU(),
            nn.ConvTranspose2d(2 * WIDTH, WIDTH, 5, 2, 2, 1), nn.ReLU(),
            nn.ConvTranspose2d(WIDTH, 1, 5, 2, 2, 1), nn.Sigmoid())
        critic = LabelledNetwork(
            nn.Conv2d(1 + CLASSES, WIDTH, 5, 2, 2), nn.LeakyReLU(0.2),
            nn.Conv2d(WIDTH, 2 * WIDTH, 5, 2, 2), nn.LeakyReLU(0.2),
            nn.Conv2d(2 * WIDTH, 4 * WIDTH, 5, 2, 2), nn.LeakyReLU(0.2),
            nn.Flatten(), nn.Linear(4 * 4 * 4 * WIDTH, 1))
        super().__init__(he_weights(generator), he_weights(critic), data, lambda parameters: torch.optim.Adam(parameters, 1e-4, (0.5, 0.9)))

    def step(self):
        critic_loss = 0.0
        for _ in range(self.critic_steps):
            real, labels = self.data.next()
            with torch.no_grad():
                fakes = self.fakes(labels)
            gap = self.discriminator(fakes, labels).mean() - self.discriminator(real, labels).mean()
            critic_loss += common.update(self.discriminator_optimiser, gap + PENALTY_WEIGHT * self.penalty(real, fakes, labels)) / self.critic_steps
        asked = self.random_labels()
        return critic_loss, common.update(self.generator_optimiser, -self.discriminator(self.fakes(asked), asked).mean())

    def penalty(self, real, fakes, labels):
        between = (real + torch.rand(self.batch, 1, 1, 1) * (fakes - real)).requires_grad_()
        gradient, = torch.autograd.grad(self.discriminator(between, labels).sum(), between, create_graph=True)
        return (gradient.flatten(1).norm(dim=1) - 1).pow(2).mean()


if __name__ == "__main__":
    common.run(WganGp)
