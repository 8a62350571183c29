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
  let before = data.lazy().filter(col("type").eq(lit(1))).select(col("entity"), col("ms"), col("ms").alias("start")).collectSync();
  reached.push(entitiesOf(before));
  for (let step = 2; step <= 6; step++) {
    let events = data.lazy().filter(col("type").eq(lit(step))).select("entity", "ms");
    if (step > 2)
      events = events.join(before.lazy().select("entity").unique(), { on: "entity", how: "semi" });
    before = events.collectSync().joinAsof(before, { on: "ms", by: "entity", strategy: "backward" })
      .filter(col("ms").minus(col("start")).ltEq(lit(window))).select("entity", "ms", "start");
    reached.push(entitiesOf(before));
  }
  return reached;
}

// One sort by deal and time; the row before is the start of the visit that a row ends. The distinct deals of a stage are found by a second sort, of one number a row:
// twice as fast as unique() on two columns. What is a sum is added up from segments; only quantiles are taken twice.
function stages() {
  const isNew = col("deal").neq(col("deal").shift(1)).fillNull(true);
  const sorted = data.lazy().sort(["deal", "ms"]).select(col("segment"), col("src"), col("dst"), col("cents"), col("ms").minus(col("ms").shift(1)).alias("time"),
    isNew.cast(pl.Int64).cumSum().alias("deal"), isNew.shift(-1).fillNull(true).alias("last")).collectSync();
  const entries = sorted.lazy().filter(col("dst").lt(lit(6))).select(col("segment"), col("dst").alias("stage"), col("deal").mul(8).plus(col("dst").cast(pl.Int64)).alias("key")).sort("key")
    .select(col("segment"), col("stage"), col("key").neq(col("key").shift(1)).fillNull(true).alias("first"));
  const ended = sorted.lazy().filter(col("src").lt(lit(6))).select(col("segment"), col("src").alias("stage"), col("dst"), col("time")).collectSync();
  const won = sorted.lazy().filter(col("last").and(col("dst").eq(lit(6)))).groupBy("segment").agg(col("cents").sum().alias("cents"));
  const rows = Array.from({ length: 51 * 7 }, (_, i) => [Math.floor(i / 7), i % 7, 0, 0, 0, 0, 0, 0, 0, 0]);
  const row = (segment, stage) => rows[Number(segment) * 7 + Number(stage)];
  const put = (found, places) => places.forEach((place, i) => {
    row(found[0], found[1])[place] = Number(found[2 + i]);
    row(50, found[1])[place] += Number(found[2 + i]);
  });
  const quantiles = [col("time").quantile(0.5).alias("p50"), col("time").quantile(0.9).alias("p90")];
  const times = [pl.len().alias("n"), col("dst").gt(col("stage")).and(col("dst").lt(lit(7))).sum().alias("on"), col("dst").eq(lit(7)).sum().alias("lost"), col("time").sum().alias("sum"), ...quantiles];
  for (const found of entries.groupBy(["segment", "stage"]).agg(pl.len().alias("n"), col("first").sum().alias("deals")).collectSync().rows())
    put(found, [2, 3]);
  for (const found of ended.lazy().groupBy(["segment", "stage"]).agg(...times).collectSync().rows())
    put(found, [6, 4, 5, 7, 8, 9]);
  for (const found of won.collectSync().rows())
    put([found[0], 6, found[1]], [2]);
  for (const found of ended.lazy().groupBy("stage").agg(...quantiles).collectSync().rows())
    row(50, found[0]).splice(8, 2, found[1], found[2]);
  return rows.flat().map((figure) => Math.round(Number(figure)));
}

const tasks = { sequences, stages };
const run = tasks[task];
console.log(data.height);
require("readline").createInterface({ input: process.stdin }).on("line", () => {
  const began = process.hrtime.bigint();
  const figures = run();
  console.log([Number(process.hrtime.bigint() - began) / 1e9, ...figures].join(" "));
});
