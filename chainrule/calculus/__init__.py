"""Rules, stepper, tidying, verification: derivations as values. It must not know words or formats."""
