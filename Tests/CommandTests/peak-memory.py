"""Runs a program and prints the most memory that it took, in KiB: peak-memory.py PROGRAM ARGUMENT..."""
import resource
import subprocess
import sys

status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(status)
