"""What stands in for one authority's process: it tells and ends as the first of its days says."""

import json
import os
import signal
import sys
import time

authority, _plain, _wants_results, requests = json.loads(sys.argv[1])
manner = requests[0]["manner"]
for number in (1, 2):
    print(f"{authority} line {number}", file=sys.stderr, flush=True)
    if manner == "slow":
        time.sleep(0.3)
if manner == "killed":
    os.kill(os.getpid(), signal.SIGKILL)
if manner == "refused":
    print(json.dumps({"failed": f"{authority}: register.csv is empty."}))
    sys.exit(1)
if manner == "endless":
    print(os.getpid(), file=sys.stderr, flush=True)
    os.read(sys.stdin.fileno(), 1)  # until whoever started it is gone
    sys.exit(3)
print(json.dumps({"done": [{authority: each["manner"]} for each in requests]}))
