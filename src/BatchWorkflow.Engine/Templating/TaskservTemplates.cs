using BatchWorkflow.Engine.Definitions;
using BatchWorkflow.Engine.Storing;
using BatchWorkflow.Jinja;

namespace BatchWorkflow.Engine.Templating;

/// <summary>The files of taskservs that end in .j2, compiled; each finds the other files of its folder by their paths in it.</summary>
internal sealed class TaskservTemplates
{
    private const long MostBytes = 4 << 20;
    private readonly Dictionary<string, IReadOnlyDictionary<string, JinjaTemplate>> _files = new(StringComparer.Ordinal);

    /// <summary>No templates.</summary>
    public static TaskservTemplates None { get; } = new();

    /// <summary>The templates of these taskservs; what is wrong with one goes to <paramref name="problems"/>.</summary>
    public static TaskservTemplates Load(IEnumerable<TaskservDefinition> taskservs, ICollection<Problem> problems)
    {
        TaskservTemplates loaded = new();
        foreach (TaskservDefinition taskserv in taskservs)
            if (taskserv.Files.Keys.Any(TemplateMarks.IsTemplateFile))
                loaded._files[taskserv.Name] = Load(taskserv, problems);
        return loaded;
    }

    /// <summary>The templates of a taskserv by their paths in its folder.</summary>
    public IReadOnlyDictionary<string, JinjaTemplate> Of(string taskserv) =>
        _files.GetValueOrDefault(taskserv) ?? new Dictionary<string, JinjaTemplate>();

    private static Dictionary<string, JinjaTemplate> Load(TaskservDefinition taskserv, ICollection<Problem> problems)
    {
        Dictionary<string, string> texts = Read(taskserv, problems);
        JinjaEnvironment environment = TextTemplates.For(new DictionaryLoader(texts));
        Dictionary<string, JinjaTemplate> compiled = new(StringComparer.Ordinal);
        foreach (string file in texts.Keys.Where(TemplateMarks.IsTemplateFile))
        {
            try
            {
                compiled[file] = environment.Compile(texts[file], file);
            }
            catch (JinjaException e)
            {
                problems.Add(TemplateProblems.Of(e, new SourceLocation(Path.Combine(taskserv.Folder, e.Template ?? file), e.Line, e.Column)));
            }
        }
        return compiled;
    }

    /// <summary>Templates and what they may include, read now: planning reads nothing.</summary>
    private static Dictionary<string, string> Read(TaskservDefinition taskserv, ICollection<Problem> problems)
    {
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach (string file in taskserv.Files.Keys)
        {
            string path = Path.Combine(taskserv.Folder, file);
            try
            {
                if (new FileInfo(path).Length <= MostBytes)
                    texts[file] = RegularFile.ReadText(path);
                else if (TemplateMarks.IsTemplateFile(file))
                    problems.Add(new Problem
                    {
                        Code = "Definition.TooLarge",
                        Location = new SourceLocation(path, 0, 0),
                        Message = $"The template is larger than {MostBytes >> 20} MiB.",
                    });
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                problems.Add(new Problem { Code = "Definition.Unreadable", Location = new SourceLocation(path, 0, 0), Message = "The file cannot be read: " + e.Message });
            }
        }
        return texts;
    }
}
