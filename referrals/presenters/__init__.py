"""What the pages of referrals show, gathered from the selectors."""
