using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace BatchWorkflow.Shell.Hosting;

/// <summary>Asks the person at the terminal; where nobody can be asked, the question itself is the error.</summary>
internal sealed class Questions(Terminal terminal)
{
    public string ReadLine()
    {
        DemandPerson("an answer");
        return Console.In.ReadLine() ?? throw new PipelineStoppedException();
    }

    public SecureString ReadSecret()
    {
        DemandPerson("a secret");
        SecureString secret = new();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace && secret.Length > 0)
                secret.RemoveAt(secret.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                secret.AppendChar(key.KeyChar);
        }
        terminal.Write(Environment.NewLine);
        secret.MakeReadOnly();
        return secret;
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The credential owns the password.")]
    public PSCredential AskCredential(string caption, string message, string userName)
    {
        DemandPerson("a user name and a password");
        WriteHead(caption, message);
        string user = userName;
        if (string.IsNullOrEmpty(user))
        {
            terminal.Write("User: ");
            user = ReadLine();
        }
        terminal.Write($"Password for {user}: ");
        return new PSCredential(user, ReadSecret());
    }

    public Dictionary<string, PSObject> AskFields(string caption, string message, Collection<FieldDescription> descriptions)
    {
        DemandPerson(string.Join(", ", descriptions.Select(d => "-" + d.Name)));
        WriteHead(caption, message);
        return descriptions.ToDictionary(d => d.Name, d => PSObject.AsPSObject(AskField(d)));
    }

    public int AskChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        DemandPerson(string.IsNullOrWhiteSpace(message) ? "a confirmation" : $"an answer to: {message}");
        WriteHead(caption, message);
        (string Key, string Label)[] options = [.. choices.Select(Split)];
        string hint = string.Join("  ", options.Select(o => $"[{o.Key}] {o.Label}"));
        while (true)
        {
            terminal.Write($"{hint}  [?] Help{(defaultChoice >= 0 ? $" (default is \"{options[defaultChoice].Key}\")" : "")}: ");
            string answer = ReadLine().Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
                return defaultChoice;
            int chosen = Array.FindIndex(options, o => answer.Equals(o.Key, StringComparison.OrdinalIgnoreCase) || answer.Equals(o.Label, StringComparison.OrdinalIgnoreCase));
            if (chosen >= 0)
                return chosen;
            foreach (((string key, _), ChoiceDescription choice) in options.Zip(choices))
                terminal.Write($"{key} - {choice.HelpMessage}{Environment.NewLine}");
        }
    }

    private object AskField(FieldDescription field)
    {
        Type type = LanguagePrimitives.TryConvertTo(field.ParameterAssemblyFullName, out Type known) ? known : typeof(string);
        if (!type.IsArray)
            return AskValue(field.Name, type);
        List<object> values = [];
        while (true)
        {
            terminal.Write($"{field.Name}[{values.Count}]: ");
            if (ReadLine() is not { Length: > 0 } line)
                return values.ToArray();
            values.Add(line);
        }
    }

    private object AskValue(string name, Type type)
    {
        while (true)
        {
            terminal.Write(name + ": ");
            if (type == typeof(SecureString))
                return ReadSecret();
            string line = ReadLine();
            if (LanguagePrimitives.TryConvertTo(line, type, out object value))
                return value;
            terminal.WriteErrorLine($"'{line}' is not a {type.Name}.");
        }
    }

    private void WriteHead(string caption, string message)
    {
        foreach (string line in new[] { caption, message }.Where(line => !string.IsNullOrEmpty(line)))
            terminal.Write(line + Environment.NewLine);
    }

    private void DemandPerson(string what)
    {
        if (!terminal.CanAsk)
            throw new HostException($"This needs {what}, and nobody can be asked here. Give it as a parameter, or -Force or -Confirm:$false where it is a confirmation.");
    }

    private static (string Key, string Label) Split(ChoiceDescription choice)
    {
        int mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
        string label = choice.Label.Replace("&", "", StringComparison.Ordinal);
        return (mark >= 0 && mark < label.Length ? char.ToUpperInvariant(label[mark]).ToString() : label, label);
    }
}
