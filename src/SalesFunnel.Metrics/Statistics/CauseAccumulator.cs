namespace SalesFunnel.Metrics.Statistics;

/// <summary>Incidence of one cause and its variance, in one pass.</summary>
/// <remarks>The sums over earlier times t of (F(T) − F(t))²·a, (F(T) − F(t))·a and (F(T) − F(t))·c are moved along as F(T) grows: every addend is positive, so that
/// nothing cancels but the last difference.</remarks>
internal struct CauseAccumulator
{
    private double _a; // Σ d/(n(n − d))
    private double _distance; // Σ (F − F(t)) d/(n(n − d))
    private double _square; // Σ (F − F(t))² d/(n(n − d))
    private double _b; // Σ S² (n − d_k) d_k/n³
    private double _c; // Σ S d_k/n²
    private double _cross; // Σ (F − F(t)) S d_k/n²

    public double Incidence { get; private set; }

    public readonly double StandardError => Math.Sqrt(Math.Max(_square + _b - (2 * _cross), 0)); // rounding can leave less than 0

    public void Step(double survival, double atRisk, long events, long allEvents)
    {
        double ratio = events / atRisk;
        double growth = survival * ratio;
        _square += growth * ((2 * _distance) + (growth * _a));
        _distance += growth * _a;
        _cross += growth * _c;
        Incidence += growth;
        if (allEvents < atRisk)
            _a += allEvents / atRisk / (atRisk - allEvents);
        _b += survival * growth * (atRisk - events) / (atRisk * atRisk);
        _c += growth / atRisk;
    }
}
