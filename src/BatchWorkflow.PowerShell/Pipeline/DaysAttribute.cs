using System.Globalization;
using System.Management.Automation;

namespace BatchWorkflow.PowerShell.Pipeline;

/// <summary>Takes a plain number as days, where PowerShell would take it as ten-millionths of a second.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DaysAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc />
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? given = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return given is int or long or double or decimal ? TimeSpan.FromDays(Convert.ToDouble(given, CultureInfo.InvariantCulture)) : inputData;
    }
}
