"""First layer of every model: uint8-valued pixels to what the network computes on, so that training and serving cannot differ."""
from __future__ import annotations

import torch

# ITU-R BT.601 luma, as JPEG has it.
LUMA = (0.299, 0.587, 0.114)


class FixedNormalisation(torch.nn.Module):
    """Levels 0..255 to about -1..1. gray: luma only, for models that must not depend on colour."""

    def __init__(self, gray: bool) -> None:
        super().__init__()
        self.gray = gray
        self.register_buffer("luma", torch.tensor(LUMA).view(1, 3, 1, 1), persistent=False)

    @property
    def channels(self) -> int:
        """Channels that come out."""
        return 1 if self.gray else 3

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """images: float32 [n, 3, height, width], 0 to 255. Gives float32 [n, channels, height, width]."""
        values = (images * self.luma).sum(dim=1, keepdim=True) if self.gray else images
        return (values - 127.5).mul_(1.0 / 127.5)


class PictureNormalisation(FixedNormalisation):
    """Each picture to mean 0 and standard deviation 1 of its own, so that under- and overexposed faces look alike."""

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """images: float32 [n, 3, height, width], 0 to 255. Gives float32 [n, channels, height, width]."""
        values = super().forward(images)
        centered = values - values.mean(dim=(1, 2, 3), keepdim=True)
        # A flat picture has no deviation; 0.02 is the noise of two or three levels.
        return centered / (centered.pow(2).mean(dim=(1, 2, 3), keepdim=True).sqrt() + 0.02)
