using System.Diagnostics;

namespace BatchWorkflow.Providers.Tests.Container;

/// <summary>
/// A stand-in for podman: it keeps containers as files and runs what is executed in them on this machine. It proves the command
/// lines and the order of calls where no engine answers, not what an engine does with them.
/// </summary>
internal sealed class FakeEngine
{
    private readonly string folder;

    public FakeEngine(string folder)
    {
        this.folder = folder;
        Directory.CreateDirectory($"{folder}/containers");
        File.WriteAllText($"{folder}/podman", Script(folder));
        File.SetUnixFileMode($"{folder}/podman", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Program => $"{folder}/podman";

    public IEnumerable<string> Containers => Directory.EnumerateFiles($"{folder}/containers").Select(file => Path.GetFileName(file)!);

    public IEnumerable<string> Calls(string action) => File.ReadLines($"{folder}/calls").Where(line => line.StartsWith(action + " ", StringComparison.Ordinal));

    /// <summary>Removes a container as a person does at its engine, with all that runs in it.</summary>
    public void Remove(string name)
    {
        File.Delete($"{folder}/containers/{name}");
        using Process killing = Process.Start("sh", ["-c", $"kill -KILL $(grep -lsF 'TMPDIR={folder}/tmp' /proc/[0-9]*/environ | cut -d/ -f3)"])!;
        killing.WaitForExit();
    }

    private static string Script(string folder) => $$"""
        #!/bin/sh
        dir='{{folder}}'
        echo "$*" >>"$dir/calls"
        action=$1
        shift
        case $action in
        version) echo 1 ;;
        run)
            while [ $# -gt 0 ]; do
                case $1 in
                --name) name=$2 && shift ;;
                --label) label="${label:-} ${2#*=}" && shift ;;
                esac
                shift
            done
            [ ! -e "$dir/containers/$name" ] || exit 125
            echo $label >"$dir/containers/$name"
            ;;
        start) [ -e "$dir/containers/$1" ] ;;
        ps)
            case $* in
            *"label=batchworkflow.identity --format"*) ls "$dir/containers" ;;
            *.State*) for one in "$dir"/containers/*; do
                [ ! -e "$one" ] || echo "${one##*/} running"
            done ;;
            *label=*) for one in "$dir"/containers/*; do
                [ ! -e "$one" ] || { read -r identity token <"$one" && case $* in *"=$identity "*) echo "${one##*/}" ;; esac; }
            done ;;
            *) for one in "$dir"/containers/*; do
                [ ! -e "$one" ] || { read -r identity token <"$one" && echo "${one##*/} $token"; }
            done ;;
            esac
            ;;
        rm) rm "$dir/containers/$3" ;;
        exec)
            [ "$2" != --user ] || shift 2
            [ -e "$dir/containers/$2" ] || { echo "no such container" >&2 && exit 1; }
            TMPDIR=$dir/tmp && export TMPDIR && mkdir -p "$TMPDIR" && exec "$3"
            ;;
        esac
        """ + "\n";
}
