namespace BatchWorkflow.PowerShell.Viewing;

/// <summary>A text that is made when somebody wants to read it; the format file asks an object's Text for it.</summary>
internal sealed class LateText(Func<string> make)
{
    public override string ToString() => make();
}
