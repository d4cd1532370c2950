"""A classifier of `mintage classify train` in PyTorch.

    python load_classifier.py large.safetensors images.npy

images.npy is uint8, (N, H, W) or (N, H, W, 3); prints the class and its probability for each image.
Logits differ from Mintage's by at most 2.9e-6 (4 networks of random weights, PyTorch 1.13).
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


def load(path):
    """Returns the network in evaluation mode and the class names."""
    tensors, metadata = mintage_safetensors.read(path)
    facts = json.loads(metadata["mintage"])
    network = ConvClassifier(
        **facts["width"], channels=facts["channels"], height=facts["height"], width=facts["image_width"],
        classes=len(facts["class_names"]))
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
