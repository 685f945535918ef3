import subprocess

result = subprocess.run(["no-such-tool-anywhere", "--version"], capture_output=True)
