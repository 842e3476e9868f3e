# SPDX-License-Identifier: Apache-2.0
"""Refusals: OpInfo's error inputs, and mistakes made by hand, kept where PyTorch raises."""
import samples

OWN_FAULTS = ("INTERNAL ASSERT", "allocate", "out of memory", "please report a bug")


def meant(error):
    """True where PyTorch refused the arguments rather than failed over them."""
    return not isinstance(error, (MemoryError, SystemError)) and not any(word in str(error) for word in OWN_FAULTS)


def make(maker):
    for call in samples.errors_of(maker.name, maker.options.seed):
        maker.try_error(call)
