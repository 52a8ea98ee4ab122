using System.Diagnostics;

namespace BatchWorkflow.EndToEnd.Tests.Fleet;

/// <summary>One host of a <see cref="Lab"/>.</summary>
/// <param name="name">Its name in the lab; the host itself is called debian.</param>
/// <param name="address">Its address.</param>
/// <param name="pid">The process that its namespaces are of.</param>
/// <param name="root">Its root folder, in its mount namespace.</param>
/// <param name="process">The process that the test holds it by, which sees the whole of that namespace.</param>
internal sealed class LabHost(string name, string address, string pid, string root, Process process) : IAsyncDisposable
{
    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Its address.</summary>
    public string Address => address;

    /// <summary>A file of the host as this process reaches it.</summary>
    public string this[string path] => $"/proc/{process.Id}/root{root}{path}";

    /// <summary>Runs a script on the host that has to succeed; gives what it said.</summary>
    public Task<string> RunAsync(string script) =>
        Tool.RunAsync("nsenter", "--target", pid, "--mount", "--net", "--pid", "--uts", "chroot", root, "sh", "-c", script);

    /// <summary>Ends it, with all its processes.</summary>
    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
