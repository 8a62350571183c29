// Loads a Parquet file into memory; then, for each line it is sent, runs a task and prints its seconds and its figures.
const pl = require("nodejs-polars");
const [task, path] = process.argv.slice(2);
const { col, lit } = pl;
const data = pl.readParquet(path);

// One as-of join a step, only over entities that the step before left. Rows of an entity stand in the order of time, so nothing needs a sort.
function sequences() {
  const window = 604800000;
  const reached = [];
  const entitiesOf = (frame) => frame.lazy().select(col("entity").nUnique()).collectSync().row(0)[0];
  let before = data.lazy().filter(col("type").eq(lit(1))).select(col("entity"), col("at"), col("at").alias("start")).collectSync();
  reached.push(entitiesOf(before));
  for (let step = 2; step <= 6; step++) {
    let events = data.lazy().filter(col("type").eq(lit(step))).select("entity", "at");
    if (step > 2)
      events = events.join(before.lazy().select("entity").unique(), { on: "entity", how: "semi" });
    before = events.collectSync().joinAsof(before, { on: "at", by: "entity", strategy: "backward" })
      .filter(col("at").minus(col("start")).ltEq(lit(window))).select("entity", "at", "start");
    reached.push(entitiesOf(before));
  }
  return reached;
}

const tasks = { sequences };
const run = tasks[task];
console.log(data.height);
require("readline").createInterface({ input: process.stdin }).on("line", () => {
  const began = process.hrtime.bigint();
  const figures = run();
  console.log([Number(process.hrtime.bigint() - began) / 1e9, ...figures].join(" "));
});
