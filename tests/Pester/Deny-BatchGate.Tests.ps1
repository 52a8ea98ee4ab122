BeforeAll { . $PSScriptRoot/Session.ps1 }

Describe 'Deny-BatchGate' {
    It 'fails the gate with who and why' {
        $job = Submit-BatchWorkflow -Definition @{ name = 'gated'; operations = @(@{ id = 'ask'; type = 'gate' }) } -AsJob
        Wait-Condition { (Get-BatchStatus -Waiting 6>$null).Id -contains $args[0] } $job.Name
        Deny-BatchGate $job.Name -Reason 'not today' | Out-Null
        $job | Wait-Job | Remove-Job
        $run = Get-BatchStatus $job.Name
        $run.Failed | Should -BeTrue
        ($run.StepList | Where-Object Operation -EQ ask).Failure.Message | Should -BeLike 'denied by *: not today'
    }
}
