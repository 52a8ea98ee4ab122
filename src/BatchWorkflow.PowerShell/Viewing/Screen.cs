using System.Management.Automation;
using System.Management.Automation.Host;

namespace BatchWorkflow.PowerShell.Viewing;

/// <summary>What the host can show.</summary>
internal static class Screen
{
    private const int WidthWithoutScreen = 120;

    /// <summary>How wide a text may be.</summary>
    public static int Width(PSHost? host)
    {
        if (IsRedirected(host))
            return WidthWithoutScreen;
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

    /// <summary>True when the person wants colours and they reach a terminal. PowerShell itself takes them out of text that it writes to a file.</summary>
    public static bool HasColour(PSHost? host) => OutputRendering() switch
    {
        "PlainText" => false,
        "Ansi" => true,
        _ => !IsRedirected(host) && host?.UI is { } screen && screen.GetType().GetProperty("SupportsVirtualTerminal")?.GetValue(screen) is true,
    };

    // pwsh's own host claims a terminal also where its output goes into a file; other hosts know better, and may have a screen beside a redirected output.
    private static bool IsRedirected(PSHost? host) => host?.Name == "ConsoleHost" && Console.IsOutputRedirected;

    // The compiled contract is older than $PSStyle.
    private static string? OutputRendering()
    {
        Type? style = typeof(PSObject).Assembly.GetType("System.Management.Automation.PSStyle");
        return style?.GetProperty("OutputRendering")?.GetValue(style.GetProperty("Instance")?.GetValue(null))?.ToString();
    }
}
