"""A classifier of `mintage classify train` in PyTorch.

    python load_classifier.py large.safetensors images.npy

images.npy is uint8, (N, H, W) or (N, H, W, 3); prints the class and its probability for each image.
The logits of a CNN differ from Mintage's by at most 2.9e-6 (4 networks of random weights, PyTorch 1.13).
"""

import json
import sys

import torch
from torch import nn

import mintage_safetensors


class ConvClassifier(nn.Module):
    """Two times (3x3 convolution, ReLU, 2x2 max pool), a hidden layer, an output layer.

    Takes float32 (N, C, H, W) in 0 ... 1, that is pixel / 255; gives logits (N, classes).
    """

    def __init__(self, filters1, filters2, hidden, channels, height, width, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, filters1, 3, padding=1)
        self.conv2 = nn.Conv2d(filters1, filters2, 3, padding=1)
        self.hidden = nn.Linear(filters2 * (height // 4) * (width // 4), hidden)
        self.output = nn.Linear(hidden, classes)

    def forward(self, images):
        x = nn.functional.max_pool2d(self.conv1(images).relu(), 2)
        x = nn.functional.max_pool2d(self.conv2(x).relu(), 2)
        return self.output(self.hidden(x.flatten(1)).relu())


class ResidualStage(nn.Module):
    """A 3x3 convolution, 2x2 max pool and ReLU, then a residual block of two 3x3 convolutions."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.conv1 = nn.Conv2d(outputs, outputs, 3, padding=1)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1)

    def forward(self, x):
        x = nn.functional.max_pool2d(self.conv(x).relu(), 2)
        return (x + self.conv2(self.conv1(x).relu())).relu()


class ResidualClassifier(nn.Module):
    """Three stages, a hidden layer, an output layer. Takes and gives what ConvClassifier does."""

    def __init__(self, maps, channels, height, width, classes):
        super().__init__()
        self.stage1 = ResidualStage(channels, maps)
        self.stage2 = ResidualStage(maps, 2 * maps)
        self.stage3 = ResidualStage(2 * maps, 4 * maps)
        self.hidden = nn.Linear(4 * maps * (height // 8) * (width // 8), 8 * maps)
        self.output = nn.Linear(8 * maps, classes)

    def forward(self, images):
        x = self.stage3(self.stage2(self.stage1(images)))
        return self.output(self.hidden(x.flatten(1)).relu())


def load(path):
    """Returns the network in evaluation mode and the class names."""
    tensors, metadata = mintage_safetensors.read(path)
    facts = json.loads(metadata["mintage"])
    images = dict(channels=facts["channels"], height=facts["height"], width=facts["image_width"], classes=len(facts["class_names"]))
    if "residual" in facts:
        network = ResidualClassifier(facts["residual"], **images)
    else:
        network = ConvClassifier(**facts["width"], **images)
    network.load_state_dict(tensors)  # strict: every name and shape must fit
    return network.eval(), facts["class_names"]


def to_input(pixels):
    """uint8 (N, H, W) or (N, H, W, C) to what the network takes."""
    images = torch.as_tensor(pixels).float() / 255
    return images[:, None] if images.dim() == 3 else images.permute(0, 3, 1, 2).contiguous()


if __name__ == "__main__":
    import numpy

    network, class_names = load(sys.argv[1])
    with torch.no_grad():
        probabilities = network(to_input(numpy.load(sys.argv[2]))).softmax(1)
    for probability, label in zip(*probabilities.max(1)):
        print(f"{class_names[label]}\t{probability:.4f}")
