using System.Management.Automation.Host;

namespace BatchWorkflow.Shell.Hosting;

/// <summary>Size, cursor and keys of the terminal; what a stream of text cannot do is refused.</summary>
internal sealed class ShellRawUserInterface(Terminal terminal) : PSHostRawUserInterface
{
    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    public override Size BufferSize
    {
        get => new(terminal.Width, Math.Min(terminal.Height, short.MaxValue));
        set => throw Refused("The size of the buffer");
    }

    public override Size WindowSize
    {
        get => BufferSize;
        set => throw Refused("The size of the window");
    }

    public override Size MaxWindowSize => BufferSize;

    public override Size MaxPhysicalWindowSize => BufferSize;

    public override Coordinates WindowPosition
    {
        get => new(0, 0);
        set => throw Refused("The position of the window");
    }

    public override Coordinates CursorPosition
    {
        get => new(Console.CursorLeft, Console.CursorTop);
        set => Console.SetCursorPosition(value.X, value.Y);
    }

    public override int CursorSize { get; set; } = 25;

    public override string WindowTitle { get; set; } = "";

    public override bool KeyAvailable => terminal.CanAsk && Console.KeyAvailable;

    public override void FlushInputBuffer()
    {
        while (KeyAvailable)
            Console.ReadKey(intercept: true);
    }

    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        if (!terminal.CanAsk)
            throw new HostException("This needs a key, and nobody can be asked here.");
        ConsoleKeyInfo key = Console.ReadKey(options.HasFlag(ReadKeyOptions.NoEcho));
        return new KeyInfo((int)key.Key, key.KeyChar, default, keyDown: true);
    }

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw Refused("The content of the screen");

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) => throw Refused("The content of the screen");

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw Refused("The content of the screen");

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
        if (terminal.IsOutputTerminal)
            Console.Clear();
    }

    private static NotSupportedException Refused(string what) => new($"{what} cannot be read or set in this host.");
}
