"""What is done to links of programs to indicators, and to what people say and plan about them."""

from groundswell.apps.contributions.actions.links import Saved, restore_link, save_link, withdraw_link
from groundswell.apps.contributions.actions.storing import store_contributions

__all__ = ["Saved", "restore_link", "save_link", "store_contributions", "withdraw_link"]
