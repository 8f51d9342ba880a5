"""Questions in and out of the formats of other platforms.

A reader takes the bytes of a file and says what it holds (``Reading``): questions in our own shape, and for whatever
could not be held a sentence with its line or element. It writes nothing. A writer takes questions and says what the
format could not hold. Knows questions, and neither modules nor people.
"""
