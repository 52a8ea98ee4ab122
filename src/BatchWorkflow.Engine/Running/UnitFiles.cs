using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using BatchWorkflow.Engine.Secrets;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.Engine.Templating;
using BatchWorkflow.Jinja;

namespace BatchWorkflow.Engine.Running;

/// <summary>
/// Places the files of taskservs where scripts can read and run them: from the run's own copies, one folder a version; where there are
/// templates among them, one folder a script with these rendered.
/// </summary>
internal sealed class UnitFiles(ContentFiles content, string root, Masker masker)
{
    private const string Rendered = ".files", WithSecrets = ".secret-files";
    private readonly ConcurrentDictionary<string, Lazy<Task>> _placed = new(StringComparer.Ordinal);

    /// <summary>The folder with a unit's files for one script.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="scope">What its templates see.</param>
    /// <param name="script">The folder of the script's streams, beside which rendered files stand.</param>
    /// <param name="only">Those whose templates are rendered; null for all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<string> FolderOfAsync(TaskservUnit unit, Func<TemplateScope> scope, string script, ScriptTexts? only, CancellationToken cancellationToken) =>
        unit.Files.Keys.Any(TemplateMarks.IsTemplateFile)
            ? await RenderAsync(unit, scope(), script, only, cancellationToken)
            : await PlaceAsync(unit, cancellationToken);

    /// <summary>A script with the files that it names.</summary>
    public Task<ScriptTexts> NamedByAsync(TaskservUnit unit, string script, CancellationToken cancellationToken) => ScriptTexts.FromAsync(
        script, unit.Files.Keys, async file => Encoding.UTF8.GetString((await content.ReadAsync(unit.Files[file], cancellationToken)).Span));

    /// <summary>Removes rendered files that hold secrets once their script has ended.</summary>
    public static void Forget(string script)
    {
        if (Directory.Exists(script + WithSecrets))
            Directory.Delete(script + WithSecrets, recursive: true);
    }

    private async Task<string> PlaceAsync(TaskservUnit unit, CancellationToken cancellationToken)
    {
        string files = string.Join('\n', unit.Files.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key} {f.Value}"));
        string version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(files)))[..8];
        string folder = Path.Combine(root, $"{unit.Name}-{version}");
        await _placed.GetOrAdd(folder, f => new Lazy<Task>(() => content.PlaceAsync(f, unit.Files, CancellationToken.None))).Value.WaitAsync(cancellationToken);
        return folder;
    }

    private async Task<string> RenderAsync(TaskservUnit unit, TemplateScope scope, string script, ScriptTexts? only, CancellationToken cancellationToken)
    {
        string source = await PlaceAsync(unit, cancellationToken);
        JinjaEnvironment environment = TextTemplates.For(new FolderLoader(source));
        Dictionary<string, string> rendered = new(StringComparer.Ordinal);
        foreach (string file in unit.Files.Keys.Where(f => TemplateMarks.IsTemplateFile(f) && only?.Paths.Contains(f) != false))
        {
            JinjaTemplate template = environment.Compile(await File.ReadAllTextAsync(Path.Combine(source, file), cancellationToken), file);
            string text = template.Render(scope.ToContext(template.FindUndeclared()), cancellationToken);
            // A value may bring line ends of Windows with it, and a shell takes them for a part of its commands.
            rendered[TemplateMarks.Rendered(file)] = TemplateMarks.Rendered(file).EndsWith(".sh", StringComparison.Ordinal)
                ? text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal)
                : text;
        }
        bool isSecret = rendered.Values.Any(text => masker.Mask(text) != text);
        string folder = script + (isSecret ? WithSecrets : Rendered);
        await content.PlaceAsync(folder, unit.Files.Where(f => !TemplateMarks.IsTemplateFile(f.Key)).ToDictionary(), cancellationToken);
        foreach ((string file, string text) in rendered)
            await ContentFiles.WriteAsync(folder, file, Encoding.UTF8.GetBytes(text), cancellationToken);
        return folder;
    }
}
