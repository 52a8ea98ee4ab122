using System.Management.Automation;
using BatchWorkflow.PowerShell.Pipeline;

namespace BatchWorkflow.PowerShell;

/// <summary>Writes a commented workflow, its infrastructure and one taskserv that run at once.</summary>
[Cmdlet(VerbsCommon.New, "BatchWorkflow", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class NewBatchWorkflow : PSCmdlet
{
    private const string NameInTemplate = "name: my-workflow";

    /// <summary>The folder; it is made when it is not there, and no file in it is overwritten.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        string folder = Folder();
        string template = System.IO.Path.Combine(SessionEngine.ModuleFolder, "templates", "new");
        string[] files = [.. Directory.GetFiles(template, "*", SearchOption.AllDirectories).Select(f => System.IO.Path.GetRelativePath(template, f))
            .OrderBy(System.IO.Path.GetDirectoryName, StringComparer.Ordinal).ThenBy(f => f, StringComparer.Ordinal)];
        List<string> present = [.. files.Where(f => File.Exists(System.IO.Path.Combine(folder, f)))];
        if (present.Count > 0)
            ThrowTerminatingError(ErrorRecords.From(Refusal(folder, present), folder));
        if (!ShouldProcess(folder, "Write a workflow"))
            return;
        foreach (string file in files)
        {
            string target = System.IO.Path.Combine(folder, file);
            Write(System.IO.Path.Combine(template, file), target);
            // As Get-Item gives it, so that the formatter knows its folder.
            WriteObject(InvokeProvider.Item.Get([target], force: true, literalPath: true), enumerateCollection: true);
        }
        string start = System.IO.Path.Combine(Path!, "workflow.yaml");
        WriteInformation(new HostInformationMessage { Message = $"Run it: Submit-BatchWorkflow '{start}' -Watch" }, ["PSHOST", "BatchWorkflow"]);
    }

    private string Folder()
    {
        try
        {
            return SessionPath.Of(this, Path!);
        }
        catch (BatchWorkflowException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e, Path));
            throw;
        }
    }

    private static BatchWorkflowException Refusal(string folder, List<string> present) =>
        new("Workflow.Exists", $"'{folder}' already has {string.Join(", ", present)}, and nothing is overwritten.")
        {
            RecommendedAction = "Give a folder that is not there yet.",
        };

    // A file of now, with the mode that new files have, whatever the template's are.
    private static void Write(string source, string target)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
        string text = File.ReadAllText(source);
        File.WriteAllText(target, text.Replace(NameInTemplate, "name: " + WorkflowName(target), StringComparison.Ordinal));
    }

    /// <summary>The folder's name, or what a workflow's name may have of it.</summary>
    private static string WorkflowName(string file)
    {
        string folder = System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(file)!);
        string name = string.Concat(folder.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-')).Trim('-');
        return name.Length > 0 && char.IsAsciiLetter(name[0]) ? name : "workflow-" + name;
    }
}
