"""The probe: one ramp in the place of every source image, so that what comes out of a pipeline is its random draw."""
