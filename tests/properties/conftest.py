"""Properties are tried on as many examples as anywhere, without a clock: a busy machine is not a broken rule."""

from hypothesis import HealthCheck, settings

settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")
