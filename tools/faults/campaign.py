"""One campaign: its chance, its cases, side by side, and what failed."""
import concurrent.futures, fnmatch, os, random, shutil, threading


class Failure(Exception):
    """What did not hold in a case, in a sentence."""


class Campaign:
    def __init__(self, name, options, seed, programs, folder):
        self.name, self.seed, self.programs, self.folder = name, seed, programs, folder
        self.short, self.only_case, self.jobs = options.short, options.case, max(1, options.jobs)
        self.random = random.Random(f"{seed} {name}")
        self.begun = self.cases = self.failures = 0
        self.lock = threading.Lock()
        os.makedirs(folder)
        print(f"== {name}", flush=True)

    def say(self, line):
        print(f"   {line}", flush=True)

    def wants(self, case):
        return self.only_case is None or fnmatch.fnmatchcase(case, self.only_case)

    def chance(self, case):
        """Chance of a case's own, so that it can be run alone."""
        return random.Random(f"{self.seed} {self.name} {case}")

    def each(self, cases, work):
        """Calls `work(case, folder)` for each wanted case, several side by side; the folder is kept where it fails."""
        wanted = [case for case in cases if self.wants(str(case))]
        with concurrent.futures.ThreadPoolExecutor(self.jobs) as pool:
            running = [pool.submit(self.one, number, case, work) for number, case in enumerate(wanted, self.begun)]
            self.begun += len(wanted)
            try:
                for future in running:
                    future.result()
            except BaseException:
                # Interrupted: those that run end by themselves, and clear up what they made.
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def one(self, number, case, work):
        folder = os.path.join(self.folder, f"case-{number}")
        os.makedirs(folder)
        try:
            work(case, folder)
        except Failure as failure:
            self.fail(case, f"{failure}; see {folder}")
        except Exception as error:  # such as a log that Python cannot read
            self.fail(case, f"{type(error).__name__}: {error}; see {folder}")
        else:
            shutil.rmtree(folder)
        with self.lock:
            self.cases += 1

    def fail(self, case, why):
        with self.lock:
            self.failures += 1
            print(f"   FAILED {case}: {why}")
            options = f"--only {self.name} --seed {self.seed}{' --short' * self.short}"
            print(f"   again: tools/fault-campaign {options} --case '{case}'", flush=True)

    def finish(self, seconds):
        if self.only_case is not None and self.cases == 0:
            self.say("no such case")
        print(f"   {self.name}: {self.cases} cases, {self.failures} failures, {seconds:.0f} s", flush=True)
        return self.failures
