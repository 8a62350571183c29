namespace SalesFunnel.Metrics.Stores.Tests;

/// <summary>The tests of this class need a server, whose connection string stands in a variable of the environment.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsServerAttribute(string variable) : Attribute
{
    public const string Postgres = "SALESFUNNEL_TEST_POSTGRES";
    public const string Redis = "SALESFUNNEL_TEST_REDIS";

    public string Variable { get; } = variable;

    public static string Connection(string variable) => Environment.GetEnvironmentVariable(variable) ?? throw new InvalidOperationException(Reason(variable));

    public static string Reason(string variable) => $"{variable} is not set. Run: eng/test-servers.sh start && . artifacts/test-servers/variables";
}
