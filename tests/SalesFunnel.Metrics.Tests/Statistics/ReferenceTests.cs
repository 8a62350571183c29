using System.Globalization;
using System.Text.Json;
using SalesFunnel.Metrics.Statistics;
using static SalesFunnel.Metrics.Tests.Statistics.ReferenceCases;

namespace SalesFunnel.Metrics.Tests.Statistics;

/// <summary>Every reference case of a function that the library offers holds at the tolerance of the case; what is not offered is counted.</summary>
public class ReferenceTests
{
    private static readonly Dictionary<string, Func<JsonElement, IEnumerable<(string Output, object? Got)>>> Offered = new()
    {
        ["wilson"] = i => Intervals(i, Wilson.Interval),
        ["wilson_cc"] = i => Intervals(i, ProportionIntervals.WilsonCorrected),
        ["clopper_pearson"] = i => Intervals(i, ProportionIntervals.ClopperPearson),
        ["agresti_coull"] = i => Intervals(i, ProportionIntervals.AgrestiCoull),
        ["jeffreys"] = i => Intervals(i, ProportionIntervals.Jeffreys, "_bcd"),
        ["newcombe_difference"] = i => Limits(TwoProportions.Difference(L(i, "k1"), L(i, "n1"), L(i, "k2"), L(i, "n2"), D(i, "level")), "difference"),
        ["risk_ratio_katz"] = i => Limits(TwoProportions.RiskRatio(L(i, "k1"), L(i, "n1"), L(i, "k2"), L(i, "n2"), D(i, "level")), "ratio"),
        ["odds_ratio_woolf"] = i => Limits(TwoProportions.OddsRatio(L(i, "a"), L(i, "a") + L(i, "b"), L(i, "c"), L(i, "c") + L(i, "d"), D(i, "level")), "ratio"),
        ["mantel_haenszel"] = i =>
        {
            MantelHaenszel all = MantelHaenszel.Compare([.. i.GetProperty("strata").EnumerateArray().Select(Longs).Select(s => new Stratum(s[0], s[1], s[2], s[3]))]);
            return
            [
                ("common_odds_ratio", all.CommonOddsRatio?.Estimate), ("or_lower_95", all.CommonOddsRatio?.Low), ("or_upper_95", all.CommonOddsRatio?.High), ("chi2_uncorrected", all.Test?.Statistic),
                ("p", all.Test?.PValue), ("mh_rate_difference", all.RateDifference), ("crude_rate_difference", all.CrudeRateDifference), ("sign_reversal", all.IsReversed ? 1.0 : 0.0),
            ];
        },
        ["weibull_mle"] = i => WeibullFit.MaximumLikelihood(Doubles(i.GetProperty("time")), Flags(i.GetProperty("event"))) is { } fit
            ? [("shape", fit.Shape), ("scale", fit.Scale), ("log_likelihood", fit.LogLikelihood)]
            : [],
        ["actuarial_life_table"] = i => ActuarialTable.Of(L(i, "n_entering"), Longs(i.GetProperty("events")), Longs(i.GetProperty("censored"))) is var table
            ? [("survival", All(table, s => s.Survival)), ("se_greenwood", All(table, s => s.StandardError)), ("conditional_probability", All(table, s => s.ConditionalProbability))]
            : [],
        ["weighted_summary"] = i => WeightedMoments.Of(Doubles(i.GetProperty("x")), Doubles(i.GetProperty("weight"))) is { } moments
            ? [("mean", moments.Mean), ("variance_population", moments.PopulationVariance), ("effective_n_kish", moments.EffectiveCount)]
            : [],
        ["covariance"] = i => Covariance.Of(Doubles(i.GetProperty("x")), Doubles(i.GetProperty("y"))) is { } pair
            ? [("covariance", pair.Value), ("correlation", pair.Correlation), ("slope_y_on_x", pair.SlopeYOnX)]
            : [],
        ["two_proportion_z_pooled"] = i => TwoProportions.PooledZ(L(i, "k1"), L(i, "n1"), L(i, "k2"), L(i, "n2")) is { } test
            ? [("z", test.Statistic), ("p_two_sided", test.PValue)]
            : [("z", null), ("p_two_sided", null)],
        ["fisher_exact"] = i => TwoProportions.FisherExact(L(i, "a"), L(i, "a") + L(i, "b"), L(i, "c"), L(i, "c") + L(i, "d")) is var test
            ? [("p_two_sided", test.TwoSided), ("p_greater", test.Greater), ("p_less", test.Less)]
            : [],
        ["chi_square_segments"] = i =>
        {
            long[][] rows = [.. i.GetProperty("won_lost").EnumerateArray().Select(Longs)];
            SalesFunnel.Metrics.Statistics.TestResult test = ManyProportions.ChiSquare([.. rows.Select(r => r[0])], [.. rows.Select(r => r[1])])!.Value;
            SalesFunnel.Metrics.Statistics.TestResult g = ManyProportions.GTest([.. rows.Select(r => r[0])], [.. rows.Select(r => r[1])])!.Value;
            return
            [
                ("chi2", test.Statistic), ("df", test.DegreesOfFreedom), ("p", test.PValue), ("g_statistic", g.Statistic), ("p_g", g.PValue),
                ("cramers_v", ManyProportions.CramersV([.. rows.Select(r => r[0])], [.. rows.Select(r => r[1])])),
            ];
        },
        ["p_adjust"] = i => [("holm", ManyProportions.Holm(Doubles(i.GetProperty("p")))), ("benjamini_hochberg", ManyProportions.BenjaminiHochberg(Doubles(i.GetProperty("p"))))],
        ["kaplan_meier"] = i => Curve(KaplanMeier.Fit(Doubles(i.GetProperty("time")), Flags(i.GetProperty("event")), D(i, "level"))),
        ["kaplan_meier_left_truncated"] = i => CurveWithoutIntervals(KaplanMeier.Fit(Doubles(i.GetProperty("time")), Flags(i.GetProperty("event")), Doubles(i.GetProperty("entry")), 0.95)),
        ["nelson_aalen"] = i => KaplanMeier.Fit(Doubles(i.GetProperty("time")), Flags(i.GetProperty("event"))).Steps is var steps
            ? [("time", All(steps, s => s.Time)), ("cumulative_hazard", All(steps, s => s.CumulativeHazard)), ("se", All(steps, s => s.HazardStandardError))]
            : [],
        ["rmst"] = i => KaplanMeier.Fit(Doubles(i.GetProperty("time")), Flags(i.GetProperty("event"))).RestrictedMean(D(i, "tau")) is { } mean
            ? [("rmst", mean.Mean), ("se", mean.StandardError)]
            : [("rmst", null), ("se", null)],
        ["survival_quantiles"] = i =>
        {
            KaplanMeier curve = KaplanMeier.Fit(Doubles(i.GetProperty("time")), Flags(i.GetProperty("event")), D(i, "level"));
            double[] probs = Doubles(i.GetProperty("probs"));
            return [("inf_convention", probs.Select(curve.Quantile).ToArray())];
        },
        ["log_rank"] = i =>
        {
            bool[] first = [.. i.GetProperty("group").EnumerateArray().Select(g => g.GetInt32() == 1)];
            SalesFunnel.Metrics.Statistics.TestResult test = LogRank.Compare(Doubles(i.GetProperty("time")), Flags(i.GetProperty("event")), first, out long observed, out double expected)!.Value;
            return [("chi2", test.Statistic), ("p", test.PValue), ("df", test.DegreesOfFreedom), ("observed[0]", (double)observed), ("expected[0]", expected)];
        },
        ["gray_test"] = i =>
        {
            (double[] times, int[] causes, bool[] first) = (Doubles(i.GetProperty("time")), [.. Longs(i.GetProperty("status")).Select(s => (int)s)], [.. Longs(i.GetProperty("group")).Select(g => g == 1)]);
            SalesFunnel.Metrics.Statistics.TestResult won = GrayTest.Compare(times, causes, first, 1)!.Value;
            SalesFunnel.Metrics.Statistics.TestResult lost = GrayTest.Compare(times, causes, first, 2)!.Value;
            return [("chi2_won", won.Statistic), ("p_won", won.PValue), ("chi2_lost", lost.Statistic), ("p_lost", lost.PValue), ("df", won.DegreesOfFreedom)];
        },
        ["probability_second_beats_first"] = i =>
            [("p", BetaBinomialPosterior.Of(L(i, "k2"), L(i, "n2"), 1, 1).ProbabilityAbove(BetaBinomialPosterior.Of(L(i, "k1"), L(i, "n1"), 1, 1)))],
        ["sketch_relative_error"] = SketchReference.Outputs,
        ["exponential_rate"] = i => new ExponentialRate(L(i, "events"), D(i, "exposure")) is var rate
            ? [("rate", rate.Rate), ("lower", rate.Interval(D(i, "level"))!.Value.Low), ("upper", rate.Interval(D(i, "level"))!.Value.High), ("mean_time", rate.MeanTime), ("median_time", rate.MedianTime)]
            : [],
        ["aalen_johansen"] = i => Incidence(i) is var at
            ? [("open", All(at, s => s.Open)), ("won", All(at, s => s.Won)), ("lost", All(at, s => s.Lost)), ("se_won", All(at, s => s.WonStandardError)), ("se_lost", All(at, s => s.LostStandardError))]
            : [],
        ["naive_one_minus_km"] = i => [("won_aalen_johansen", All(Incidence(i), s => s.Won))],
        ["quantile_type7"] = i =>
        {
            double[] sorted = [.. Doubles(i.GetProperty("x")).Order()];
            return [("q", Doubles(i.GetProperty("probs")).Select(p => Quantiles.Type7(sorted, p)).ToArray())];
        },
        ["weighted_quantile"] = i =>
        {
            double[] x = Doubles(i.GetProperty("x"));
            double[] weights = Doubles(i.GetProperty("weight"));
            Array.Sort(x, weights);
            double[] probs = Doubles(i.GetProperty("probs"));
            return [("frequency_type7", probs.Select(p => Quantiles.Type7(x, [.. weights.Select(w => (long)w)], p)).ToArray()), ("inverse_cdf", probs.Select(p => Quantiles.Weighted(x, weights, p)).ToArray())];
        },
        ["summary"] = i => Summary(Moments.Of(Doubles(i.GetProperty("x")))),
        ["summary_merge"] = i => Summary(i.GetProperty("chunks").EnumerateArray().Select(c => Moments.Of(Doubles(c))).Aggregate((a, b) => a.Merge(b))),
        ["nist_strd_univariate"] = i => Moments.Of(NistSample(i)) is var moments
            ? [("n", (double)moments.Count), ("mean_of_doubles", moments.Mean), ("sd_of_doubles", moments.StandardDeviation)]
            : [],
        ["beta_binomial_posterior"] = i => BetaBinomialPosterior.Of(L(i, "k"), L(i, "n"), D(i, "prior_alpha"), D(i, "prior_beta")) is var posterior
            ?
            [
                ("alpha", posterior.Alpha), ("beta", posterior.Beta), ("mean", posterior.Mean), ("variance", posterior.Variance), ("lower_95", posterior.Quantile(0.025)),
                ("median", posterior.Quantile(0.5)), ("upper_95", posterior.Quantile(0.975)), ("p_rate_above_0.1", posterior.ProbabilityAbove(0.1)),
            ]
            : [],
        ["empirical_bayes_moments"] = i => SegmentShrinkage.ByMoments(Longs(i.GetProperty("k")), Longs(i.GetProperty("n"))) is { } fit
            ? [("p", fit.CommonRate), ("shrunk", fit.Rates.ToArray()), .. fit.Pooling == ShrinkagePooling.Partial ? new (string, object?)[] { ("alpha", fit.Alpha), ("beta", fit.Beta) } : []]
            : [],
        ["empirical_bayes_mle"] = i => SegmentShrinkage.ByMaximumLikelihood(Longs(i.GetProperty("k")), Longs(i.GetProperty("n"))) is { } fit
            ? [("alpha", fit.Alpha), ("beta", fit.Beta), ("shrunk", fit.Rates.ToArray())]
            : [],
        ["normal_cdf"] = i => [("cdf", Doubles(i.GetProperty("x")).Select(NormalDistribution.Cdf).ToArray()), ("sf", Doubles(i.GetProperty("x")).Select(NormalDistribution.Sf).ToArray())],
        ["normal_quantile"] = i => [("x", NormalDistribution.Quantile(D(i, "p")))],
        ["beta_cdf"] = i => [("cdf", BetaDistribution.Cdf(D(i, "x"), D(i, "a"), D(i, "b"))), ("sf", BetaDistribution.Sf(D(i, "x"), D(i, "a"), D(i, "b")))],
        ["beta_quantile"] = i => [("x", BetaDistribution.Quantile(D(i, "p"), D(i, "a"), D(i, "b")))],
        ["log_gamma"] = i => [("value", SpecialFunctions.LogGamma(D(i, "x")))],
        ["digamma"] = i => [("value", SpecialFunctions.Digamma(D(i, "x")))],
        ["log_choose"] = i => [("value", SpecialFunctions.LogChoose(L(i, "n"), L(i, "k")))],
        ["chi2_sf"] = i => [("sf", GammaDistribution.ChiSquareSf(D(i, "x"), D(i, "df"))), ("cdf", GammaDistribution.Cdf(D(i, "x") / 2, D(i, "df") / 2))],
        ["chi2_quantile"] = i => [("x", GammaDistribution.ChiSquareQuantile(D(i, "p"), D(i, "df")))],
        ["student_t_cdf"] = i => [("cdf", StudentT.Cdf(D(i, "x"), D(i, "df"))), ("sf", StudentT.Sf(D(i, "x"), D(i, "df")))],
        ["binomial"] = i => [("pmf", BinomialDistribution.Pmf(L(i, "k"), L(i, "n"), D(i, "p"))), ("cdf", BinomialDistribution.Cdf(L(i, "k"), L(i, "n"), D(i, "p")))],
    };

    public static TheoryData<string> Cases => [.. IdsOf(Offered.ContainsKey)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_reference_case_holds_at_its_tolerance(string id)
    {
        JsonElement reference = ById[id];
        JsonElement expect = reference.GetProperty("expect");
        double rel = reference.GetProperty("tolerance").GetProperty("rel").GetDouble();
        double abs = reference.GetProperty("tolerance").GetProperty("abs").GetDouble();
        int compared = 0;
        foreach ((string output, object? got) in Offered[FunctionOf(reference)](reference.GetProperty("inputs")))
        {
            if (!expect.TryGetProperty(output.Replace("[0]", string.Empty, StringComparison.Ordinal), out _))
                continue; // a sample without variance has no skewness
            double?[] wanted = Expected(expect, output);
            double?[] gotten = got switch
            {
                null => [null],
                double one => [one],
                double[] many => [.. many.Select(v => (double?)v)],
                double?[] many => many,
                _ => throw new InvalidOperationException($"{output} is a {got.GetType()}."),
            };
            Assert.Equal(wanted.Length, gotten.Length);
            for (int i = 0; i < wanted.Length; i++)
            {
                bool holds = wanted[i] is { } want
                    ? gotten[i] is { } value && (value.Equals(want) || Math.Abs(value - want) <= abs + (rel * Math.Abs(want)))
                    : gotten[i] is null;
                Assert.True(holds, string.Create(CultureInfo.InvariantCulture, $"{id} {output}[{i}]: got {gotten[i]:R}, want {wanted[i]:R} (rel {rel}, abs {abs})"));
                compared++;
            }
        }

        Assert.True(compared > 0, "A case should compare something.");
    }

    [Fact]
    public void Cases_of_functions_that_are_not_offered_are_counted()
    {
        int offered = IdsOf(Offered.ContainsKey).Count();
        string[] skipped = [.. IdsOf(f => !Offered.ContainsKey(f)).Select(id => ById[id].GetProperty("area").GetString()!).Distinct().Order(StringComparer.Ordinal)];
        // Of proportions, comparison, survival, competing risks, quantiles, summaries and special functions none waits.
        Assert.Equal(["10-economics", "7-forecast", "8-attribution", "9-decomposition"], skipped);
        Assert.Equal(ById.Count, offered + IdsOf(f => !Offered.ContainsKey(f)).Count());
        Assert.True(offered >= 165, $"Only {offered} of {ById.Count} cases are offered.");
    }

    [Fact]
    public void Outputs_of_offered_functions_that_are_not_compared_are_named()
    {
        var open = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string id in IdsOf(Offered.ContainsKey))
        {
            JsonElement reference = ById[id];
            var compared = Offered[FunctionOf(reference)](reference.GetProperty("inputs")).Select(o => o.Output.Replace("[0]", string.Empty, StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
            open.UnionWith(reference.GetProperty("expect").EnumerateObject().Where(o => !compared.Contains(o.Name)).Select(o => $"{FunctionOf(reference)}: {o.Name}"));
        }

        // Other conventions of what is compared (limits not cut to [0, 1], Jeffreys without its rule at the ends, plain and log intervals, R's midpoint), and procedures that are not offered.
        Assert.True(open.SetEquals(NotCompared), string.Join("\n", open.Select(static o => $"        \"{o}\",")));
    }

    private static readonly string[] NotCompared =
    [
        "aalen_johansen: at",
        "aalen_johansen: var_lost_cmprsk",
        "aalen_johansen: var_won_cmprsk",
        "agresti_coull: lower_raw",
        "agresti_coull: upper_raw",
        "beta_binomial_posterior: mode",
        "beta_binomial_posterior: predictive_pmf_m20",
        "empirical_bayes_mle: log_likelihood_without_binomial_terms",
        "empirical_bayes_moments: alpha",
        "empirical_bayes_moments: beta",
        "empirical_bayes_moments: rho",
        "empirical_bayes_moments: rho_clamped",
        "jeffreys: lower_equal_tailed",
        "jeffreys: upper_equal_tailed",
        "kaplan_meier: lower_log",
        "kaplan_meier: lower_plain",
        "kaplan_meier: upper_log",
        "kaplan_meier: upper_plain",
        "kaplan_meier_left_truncated: se_greenwood",
        "log_rank: chi2_peto_rho1",
        "log_rank: variance_11",
        "mantel_haenszel: crude_odds_ratio",
        "naive_one_minus_km: at",
        "naive_one_minus_km: won_naive",
        "nist_strd_univariate: autocorrelation_lag1",
        "nist_strd_univariate: autocorrelation_of_doubles",
        "nist_strd_univariate: mean",
        "nist_strd_univariate: sd",
        "p_adjust: benjamini_yekutieli",
        "p_adjust: bonferroni",
        "p_adjust: hochberg",
        "sketch_relative_error: lower_bound_alpha_0.01",
        "sketch_relative_error: upper_bound_alpha_0.01",
        "summary: sum",
        "summary_merge: sum",
        "survival_quantiles: r_lower_loglog",
        "survival_quantiles: r_midpoint_convention",
        "survival_quantiles: r_upper_loglog",
        "two_proportion_z_pooled: p_greater",
    ];

    private static double?[] Expected(JsonElement expect, string output)
    {
        if (output.EndsWith("[0]", StringComparison.Ordinal))
            return [Number(expect.GetProperty(output[..^3])[0])];
        JsonElement value = expect.GetProperty(output);
        return value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(Number)] : [Number(value)];
    }

    private static long L(JsonElement inputs, string name) => inputs.GetProperty(name).GetInt64();

    private static double D(JsonElement inputs, string name) => inputs.GetProperty(name).GetDouble();

    private static IEnumerable<(string Output, object? Got)> Intervals(JsonElement inputs, Func<long, long, double, ProportionInterval?> interval, string suffix = "")
    {
        ProportionInterval?[] all = [.. Doubles(inputs.GetProperty("levels")).Select(level => interval(L(inputs, "k"), L(inputs, "n"), level))];
        yield return ("lower" + suffix, all.Select(i => i?.Low).ToArray());
        yield return ("upper" + suffix, all.Select(i => i?.High).ToArray());
    }

    private static IEnumerable<(string Output, object? Got)> Limits(RateInterval? interval, string estimate) =>
        [(estimate, interval?.Estimate), ("lower", interval?.Low), ("upper", interval?.High)];

    private static IEnumerable<(string Output, object? Got)> Curve(KaplanMeier curve) =>
    [
        ("time", All(curve.Steps, s => s.Time)), ("n_risk", All(curve.Steps, s => s.AtRisk)), ("n_event", All(curve.Steps, s => s.Events)), ("n_censor", All(curve.Steps, s => s.Censored)),
        ("survival", All(curve.Steps, s => s.Survival)), ("se_greenwood", All(curve.Steps, s => s.StandardError)), ("lower_loglog", All(curve.Steps, s => s.Low)), ("upper_loglog", All(curve.Steps, s => s.High)),
    ];

    private static IEnumerable<(string Output, object? Got)> CurveWithoutIntervals(KaplanMeier curve) => Curve(curve).Where(o => o.Output is "time" or "n_risk" or "n_event" or "survival");

    private static double?[] All<T>(IEnumerable<T> steps, Func<T, double?> of) => [.. steps.Select(of)];

    private static CumulativeIncidenceStep[] Incidence(JsonElement inputs)
    {
        DealOutcome[] outcomes = [.. inputs.GetProperty("status").EnumerateArray().Select(s => (DealOutcome)s.GetInt32())];
        AalenJohansen fit = AalenJohansen.Fit(Doubles(inputs.GetProperty("time")), outcomes);
        return [.. Doubles(inputs.GetProperty("at")).Select(fit.At)];
    }

    private static double[] NistSample(JsonElement inputs)
    {
        if (inputs.TryGetProperty("x", out JsonElement x))
            return Doubles(x);
        JsonElement construct = inputs.GetProperty("construct");
        double[] pair = Doubles(construct.GetProperty("then_alternate"));
        return [construct.GetProperty("first").GetDouble(), .. Enumerable.Range(0, construct.GetProperty("pairs").GetInt32()).SelectMany(_ => pair)];
    }

    private static IEnumerable<(string Output, object? Got)> Summary(Moments moments) =>
    [
        ("n", (double)moments.Count), ("mean", moments.Mean), ("variance", moments.Variance), ("variance_population", moments.PopulationVariance),
        ("sd", moments.StandardDeviation), ("min", moments.Min), ("max", moments.Max), ("skewness_g1", moments.SkewnessG1), ("excess_kurtosis_g2", moments.ExcessKurtosisG2),
        ("skewness_G1", moments.SampleSkewness), ("excess_kurtosis_G2", moments.SampleExcessKurtosis),
    ];
}
