import sys

print("giving up: SyntaxError was found in the input")
sys.exit(3)
