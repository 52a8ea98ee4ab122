namespace BatchWorkflow.PowerShell.Tests;

/// <summary>A workflow of one local server and one taskserv whose scripts a test gives.</summary>
internal static class SampleWorkflow
{
    /// <summary>Writes it into a folder of its own and gives the path of the workflow file.</summary>
    /// <param name="parent">Where the folder is made.</param>
    /// <param name="create">What the taskserv's create does.</param>
    /// <param name="check">What its check does; without one it has none.</param>
    /// <param name="onFailure">The operation's on_failure.</param>
    /// <param name="isLast">False puts another operation behind the taskserv's, so that a run that is held there has something left to do.</param>
    public static string Write(string parent, string create, string? check = null, string onFailure = "fail", bool isLast = true)
    {
        string folder = Directory.CreateDirectory(Path.Combine(parent, "w" + Guid.NewGuid().ToString("N")[..8])).FullName;
        string taskserv = Directory.CreateDirectory(Path.Combine(folder, "taskservs", "thing")).FullName;
        File.WriteAllText(Path.Combine(taskserv, "taskserv.yaml"), "description: A thing.\n");
        Script(taskserv, "create.sh", create);
        Script(taskserv, "delete.sh", "rm -f \"$BW_ROOT/thing\"");
        if (check is not null)
            Script(taskserv, "check.sh", check);
        // Many tests share one machine's ports.
        File.WriteAllText(Path.Combine(folder, "infrastructure.yaml"), "servers: [{ name: s1 }]\nproviders: { local: { ports: 0, port_range_size: 1 } }\n");
        string file = Path.Combine(folder, "workflow.yaml");
        File.WriteAllText(file, $$"""
            name: {{Path.GetFileName(folder)}}
            operations:
              - { id: make, type: create, target: server, items: [s1] }
              - { id: install, type: create, target: taskserv, items: [thing], depends_on: [make], on_failure: {{onFailure}} }
            {{(isLast ? "" : "  - { id: look, type: check, target: taskserv, items: [thing], depends_on: [install] }")}}
            retry_policy: { max_attempts: 1 }
            variables: { word: plain }
            """);
        return file;
    }

    private static void Script(string folder, string name, string text) => File.WriteAllText(Path.Combine(folder, name), $"#!/bin/sh\nset -eu\n{text}\n");
}
