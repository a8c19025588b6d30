// Closes a test run with one line that says how many tests passed and failed, whatever reads it.
export default class ClosingLine {
  onTestRunEnd(modules) {
    const states = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => test.result().state),
    );
    const broken = modules.filter(
      (module) => module.state() === "failed" && module.errors().length > 0,
    ).length;
    const count = (state) => states.filter((each) => each === state).length;
    const skipped = count("skipped") === 0 ? "" : `, ${count("skipped")} skipped`;
    console.log(`${count("passed")} passed, ${count("failed") + broken} failed${skipped}`);
  }
}
