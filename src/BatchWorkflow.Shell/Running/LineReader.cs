using System.Management.Automation;
using BatchWorkflow.Shell.Hosting;
using Engine = System.Management.Automation.PowerShell;

namespace BatchWorkflow.Shell.Running;

/// <summary>Reads a line at a terminal, with history and completion.</summary>
internal sealed class LineReader(Terminal terminal, ShellSession session)
{
    private readonly List<string> _history = [];
    private string _line = "";
    private int _cursor;
    private int _at;

    /// <summary>The line, or null at the end of the input.</summary>
    public string? Read(string prompt)
    {
        (_line, _cursor, _at) = ("", 0, _history.Count);
        Console.TreatControlCAsInput = true;
        try
        {
            while (true)
            {
                terminal.Write(Shown(prompt));
                ConsoleKeyInfo key = Console.ReadKey(intercept: true);
                if (key.Key == ConsoleKey.Enter)
                    return Accept(prompt);
                if (key.Modifiers == ConsoleModifiers.Control && key.Key == ConsoleKey.D && _line.Length == 0)
                    return null;
                Take(key);
            }
        }
        finally
        {
            Console.TreatControlCAsInput = false;
        }
    }

    /// <summary>The part of the line that fits beside the prompt, with the cursor in it.</summary>
    private string Shown(string prompt)
    {
        int room = Math.Max(10, terminal.Width - prompt.Length - 1);
        int start = Math.Max(0, _cursor - room + 1);
        string part = _line.Substring(start, Math.Min(room, _line.Length - start));
        return $"\r\u001b[J{prompt}{part}\r\u001b[{prompt.Length + _cursor - start}C";
    }

    private string Accept(string prompt)
    {
        terminal.Write($"\r\u001b[J{prompt}{_line}{Environment.NewLine}");
        if (_line.Length > 0 && (_history.Count == 0 || _history[^1] != _line))
            _history.Add(_line);
        return _line;
    }

    private void Take(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.UpArrow: Recall(_at - 1); break;
            case ConsoleKey.DownArrow: Recall(_at + 1); break;
            case ConsoleKey.LeftArrow: _cursor = Math.Max(0, _cursor - 1); break;
            case ConsoleKey.RightArrow: _cursor = Math.Min(_line.Length, _cursor + 1); break;
            case ConsoleKey.Home: _cursor = 0; break;
            case ConsoleKey.End: _cursor = _line.Length; break;
            case ConsoleKey.Backspace when _cursor > 0: Replace(_cursor - 1, 1, ""); break;
            case ConsoleKey.Delete when _cursor < _line.Length: Replace(_cursor, 1, ""); break;
            case ConsoleKey.Escape: Replace(0, _line.Length, ""); break;
            case ConsoleKey.C when key.Modifiers == ConsoleModifiers.Control: Replace(0, _line.Length, ""); break;
            case ConsoleKey.Tab: Complete(); break;
            default:
                if (!char.IsControl(key.KeyChar))
                    Replace(_cursor, 0, key.KeyChar.ToString());
                break;
        }
    }

    private void Recall(int at)
    {
        _at = Math.Clamp(at, 0, _history.Count);
        _line = _at < _history.Count ? _history[_at] : "";
        _cursor = _line.Length;
    }

    private void Replace(int start, int length, string text)
    {
        _line = string.Concat(_line.AsSpan(0, start), text, _line.AsSpan(start + length));
        _cursor = start + text.Length;
    }

    private void Complete()
    {
        using Engine engine = Engine.Create(session.Runspace);
        CommandCompletion found = CommandCompletion.CompleteInput(_line, _cursor, options: null, engine);
        if (found.CompletionMatches.Count == 0)
            return;
        if (found.CompletionMatches.Count > 1)
            terminal.Write(Environment.NewLine + string.Join("  ", found.CompletionMatches.Take(50).Select(m => m.ListItemText)) + Environment.NewLine);
        string common = found.CompletionMatches.Select(m => m.CompletionText).Aggregate(CommonStart);
        if (found.CompletionMatches.Count == 1 || common.Length > found.ReplacementLength)
            Replace(found.ReplacementIndex, found.ReplacementLength, common);
    }

    private static string CommonStart(string left, string right)
    {
        int length = 0;
        while (length < left.Length && length < right.Length && char.ToUpperInvariant(left[length]) == char.ToUpperInvariant(right[length]))
            length++;
        return left[..length];
    }
}
