using System.Management.Automation.Host;
using BatchWorkflow.Engine.Views;
using BatchWorkflow.PowerShell.Viewing;

namespace BatchWorkflow.PowerShell.Running;

/// <summary>What is said while a run is being stopped. A stopping pipeline takes no more output, so it goes straight to the screen.</summary>
internal sealed class LastWords(PSHost? host)
{
    private readonly int _width = Screen.Width(host);
    private bool _isScreenGone;

    /// <summary>Says a text.</summary>
    public void Say(string text)
    {
        foreach (string line in LineFeeds.Wrap(text, _width))
            Write(line);
    }

    private void Write(string line)
    {
        if (_isScreenGone)
            return;
        try
        {
            host?.UI?.WriteLine(line);
        }
        catch (IOException)
        {
            // SIGHUP says that the terminal has been closed. What is said here is for the person in front of it, and must not keep the run from being stopped.
            _isScreenGone = true;
        }
    }
}
