using BatchWorkflow.Engine.Monitoring;
using BatchWorkflow.Engine.Secrets;

namespace BatchWorkflow.Engine.Running;

/// <summary>Outputs as they are kept: secret ones only sealed with the store's key.</summary>
internal sealed class SealedOutputs(SealedValues values)
{
    /// <summary>The outputs of a report.</summary>
    public KeptOutputs Of(ScriptReport report)
    {
        if (report.SecretOutputs.Count == 0)
            return new KeptOutputs(report.Outputs, []);
        Dictionary<string, string> all = new(report.Outputs, StringComparer.Ordinal);
        foreach ((string name, string value) in report.SecretOutputs)
            all[name] = values.Seal(value);
        return new KeptOutputs(all, [.. report.SecretOutputs.Keys]);
    }
}
