"""The conditional DCGAN of znxlwm/pytorch-MNIST-CelebA-cGAN-cDCGAN, pytorch_MNIST_cDCGAN.py."""

import torch
from torch import nn
from torch.nn import functional

import common
from common import CLASSES

WIDTH = 128
RATE_DROPS = (4_690, 7_035)  # updates: 10 and 15 epochs of the original's 60,000 images


class TwoBranchNetwork(nn.Module):
    """Input and label maps go through first layers of their own and are then joined as channels."""

    def __init__(self, label_side, x, label, joined):
        super().__init__()
        self.label_side = label_side
        self.x, self.label, self.joined = nn.Sequential(*x), nn.Sequential(*label), nn.Sequential(*joined)
        for name, parameter in self.named_parameters():
            if parameter.dim() > 1:
                nn.init.normal_(parameter, 0, 0.02)
            elif name.endswith("bias"):
                nn.init.zeros_(parameter)

    def forward(self, x, labels):
        maps = functional.one_hot(labels, CLASSES).float().view(-1, CLASSES, 1, 1).expand(-1, -1, self.label_side, self.label_side)
        return self.joined(torch.cat([self.x(x), self.label(maps)], 1))


def up(inputs, outputs):
    return nn.ConvTranspose2d(inputs, outputs, 4, 2, 1), nn.BatchNorm2d(outputs), nn.ReLU()


def first_up(channels):
    return nn.ConvTranspose2d(channels, 2 * WIDTH, 4), nn.BatchNorm2d(2 * WIDTH), nn.ReLU()


def down(inputs, outputs):
    return nn.Conv2d(inputs, outputs, 4, 2, 1), nn.BatchNorm2d(outputs), nn.LeakyReLU(0.2)


def first_down(channels):
    return nn.Conv2d(channels, WIDTH // 2, 4, 2, 1), nn.LeakyReLU(0.2)


class Cdcgan(common.Design):
    """Conditional DCGAN with 128 feature maps and more, 32 x 32."""

    name = "pytorch-cdcgan"
    side, lowest, batch = 32, -1.0, 128

    def __init__(self, data):
        generator = TwoBranchNetwork(
            1, [nn.Unflatten(1, (self.latent, 1, 1)), *first_up(self.latent)], first_up(CLASSES),
            [*up(4 * WIDTH, 2 * WIDTH), *up(2 * WIDTH, WIDTH), nn.ConvTranspose2d(WIDTH, 1, 4, 2, 1), nn.Tanh()])
        discriminator = TwoBranchNetwork(
            32, first_down(1), first_down(CLASSES),
            [*down(WIDTH, 2 * WIDTH), *down(2 * WIDTH, 4 * WIDTH), nn.Conv2d(4 * WIDTH, 1, 4), nn.Flatten()])
        super().__init__(generator, discriminator, data, lambda parameters: torch.optim.Adam(parameters, 2e-4, (0.5, 0.999)))
        self.updates = 0

    def step(self):
        if self.updates in RATE_DROPS:
            for group in self.generator_optimiser.param_groups + self.discriminator_optimiser.param_groups:
                group["lr"] /= 10
        self.updates += 1
        real, labels = self.data.next()
        fake_labels = self.random_labels()
        on_real = common.cross_entropy(self.discriminator(real, labels), 1.0)
        # The original lets this gradient run on into the generator, which then throws it away.
        on_fakes = common.cross_entropy(self.discriminator(self.fakes(fake_labels).detach(), fake_labels), 0.0)
        discriminator_loss = common.update(self.discriminator_optimiser, on_real + on_fakes)
        fake_labels = self.random_labels()
        verdicts = self.discriminator(self.fakes(fake_labels), fake_labels)
        return discriminator_loss, common.update(self.generator_optimiser, common.cross_entropy(verdicts, 1.0))


if __name__ == "__main__":
    common.run(Cdcgan)
