import os

os.mkdir("folder")
os.link("folder", "second")
