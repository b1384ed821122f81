"""Properties are tried on as many examples as anywhere, without a clock: a busy machine is not a broken rule."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
