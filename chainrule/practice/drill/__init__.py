"""The drill: problems asked one after the other, as a state machine; where they come from; what is said at the end."""
