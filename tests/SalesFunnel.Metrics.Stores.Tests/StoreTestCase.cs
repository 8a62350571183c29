using Xunit.Abstractions;
using Xunit.Sdk;

namespace SalesFunnel.Metrics.Stores.Tests;

/// <summary>Skips by the class that runs the test, not by the one that declares it.</summary>
public sealed class StoreTestCase : XunitTestCase
{
    [Obsolete("For the runner, which makes it anew from what was serialized.")]
    public StoreTestCase()
    {
    }

    public StoreTestCase(IMessageSink messages, TestMethodDisplay display, TestMethodDisplayOptions displayOptions, ITestMethod method)
        : base(messages, display, displayOptions, method)
    {
    }

    protected override string? GetSkipReason(IAttributeInfo factAttribute)
    {
        IAttributeInfo? needs = TestMethod.TestClass.Class.GetCustomAttributes(typeof(NeedsServerAttribute).AssemblyQualifiedName!).FirstOrDefault();
        if (needs is null)
            return base.GetSkipReason(factAttribute);
        string variable = needs.GetNamedArgument<string>(nameof(NeedsServerAttribute.Variable));
        return string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable)) ? NeedsServerAttribute.Reason(variable) : base.GetSkipReason(factAttribute);
    }
}
