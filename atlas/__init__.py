"""The Mine Ban Atlas: which states are bound by the treaties on landmines and their neighbours, on any day."""
