BeforeAll { . $PSScriptRoot/Session.ps1 }

Describe 'Test-BatchWorkflow' {
    It 'says True of a good workflow' {
        Test-BatchWorkflow (New-SampleWorkflow) | Should -BeTrue
    }

    It 'says False of a bad one and warns of each problem' {
        Set-Content $TestDrive/bad.yaml "name: bad`noperatoins: []"
        Test-BatchWorkflow $TestDrive/bad.yaml -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeFalse
        "$warnings" | Should -BeLike '*bad.yaml:2:1*operatoins*'
    }

    It 'emits the problems with -Detailed' {
        Set-Content $TestDrive/bad.yaml "name: bad`noperatoins: []"
        $problem = @(Test-BatchWorkflow $TestDrive/bad.yaml -Detailed).Where({ $_.Message -like '*operatoins*' })
        $problem.Location.Line | Should -Be 2
        $problem.Hint | Should -BeLike '*operations*'
    }

    It 'keeps the hints of -Detailed in a table that is narrow' {
        Set-Content $TestDrive/bad.yaml "name: bad`noperatoins: []"
        $table = Test-BatchWorkflow $TestDrive/bad.yaml -Detailed | Out-String -Width 80
        $table | Should -Not -Match '…'
        $table -replace '\s' | Should -BeLike '*Didyoumeanoperations?*'
    }

    It 'takes files from the pipeline' {
        (New-SampleWorkflow), (New-SampleWorkflow) | Get-Item | Test-BatchWorkflow | Should -Be $true, $true
    }

    It 'takes paths relative to the current folder' {
        $file = New-SampleWorkflow
        Push-Location (Split-Path $file)
        try { Test-BatchWorkflow workflow.yaml | Should -BeTrue } finally { Pop-Location }
    }

    It 'reads data files and hashtables' {
        Set-Content $TestDrive/w.psd1 "@{ name = 'x'; operations = @(@{ id = 'a'; type = 'create'; target = 'server'; items = @('s1') }) }"
        Test-BatchWorkflow $TestDrive/w.psd1 | Should -BeTrue
        Import-PowerShellDataFile $TestDrive/w.psd1 | Test-BatchWorkflow | Should -BeTrue
    }
}
