BeforeAll { . $PSScriptRoot/Session.ps1 }

Describe 'Approve-BatchGate' {
    It 'lets the run pass and keeps the answer' {
        $job = Submit-BatchWorkflow -Definition @{
            name = 'gated'; operations = @(@{ id = 'ask'; type = 'gate'; answers = @{ count = @{ type = 'int' } } })
        } -AsJob
        Wait-Condition { (Get-BatchStatus -Waiting 6>$null).Id -contains $args[0] } $job.Name
        Get-BatchStatus -Waiting | Approve-BatchGate -Answer @{ count = 3 } | Out-Null
        $job | Wait-Job | Remove-Job
        $run = Get-BatchStatus $job.Name
        $run.Succeeded | Should -BeTrue
        ($run.StepList | Where-Object Operation -EQ ask).Outputs['count'] | Should -Be '3'
    }
}
