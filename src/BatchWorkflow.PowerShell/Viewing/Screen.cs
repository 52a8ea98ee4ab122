using System.Management.Automation.Host;

namespace BatchWorkflow.PowerShell.Viewing;

/// <summary>What the host can show.</summary>
internal static class Screen
{
    private const int WidthWithoutScreen = 120;

    /// <summary>How wide a text may be.</summary>
    public static int Width(PSHost? host)
    {
        try
        {
            return host?.UI?.RawUI?.BufferSize.Width is > 20 and var width ? width - 1 : WidthWithoutScreen;
        }
        catch (Exception e) when (e is NotImplementedException or NotSupportedException or HostException)
        {
            // A host without a screen says so by refusing the question.
            return WidthWithoutScreen;
        }
    }

    /// <summary>True when colours reach a terminal. PowerShell itself takes them out of text that goes elsewhere.</summary>
    public static bool HasColour(PSHost? host) =>
        host?.UI is { } screen && screen.GetType().GetProperty("SupportsVirtualTerminal")?.GetValue(screen) is true;
}
